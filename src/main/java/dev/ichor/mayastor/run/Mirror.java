package dev.ichor.mayastor.run;

import dev.ichor.mayastor.bundle.Images;
import dev.ichor.mayastor.text.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets a bundle take all images from a registry that was named after it was made. */
public final class Mirror {
    /** The file that is laid over the bundle's values. */
    public static final String VALUES = "chart/registry.yaml";
    private static final Pattern IMAGE = Pattern.compile("(?m)^(\\s*(?:- )?image: \")([^\"\\s]+)(\")$");
    private static final List<String> PARTS = List.of("image", "csi.image", "etcd.image",
            "etcd.volumePermissions.image", "nats.nats.image", "nats.reloader.image", "nats.exporter.image",
            "preUpgradeHook.image");

    private Mirror() {
    }

    /** The bundle's files with the images of the check pods changed, and {@link #VALUES}. */
    public static Map<String, String> of(Install install, Map<String, String> files, String registry) {
        Map<String, String> out = new LinkedHashMap<>();
        files.forEach((path, text) -> out.put(path, path.startsWith("checks/") ? images(text, registry) : text));
        out.put(VALUES, YamlText.of(values(install, registry)));
        return out;
    }

    private static String images(String text, String registry) {
        return IMAGE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                + Images.mirrored(registry, found.group(2)) + found.group(3)));
    }

    /** Up to 2.10 each component has a registry of its own; since 2.11 the global one is enough for most. */
    static Map<String, Object> values(Install install, String registry) {
        boolean umbrella = install.chart().name().equals("openebs");
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "global.imageRegistry", registry);
        PARTS.forEach(part -> put(values, (umbrella ? "mayastor." : "") + part + ".registry", registry));
        if (umbrella) {
            put(values, "preUpgradeHook.image.registry", registry);
        }
        put(values, "localpv-provisioner.localpv.image.registry", registry);
        put(values, "localpv-provisioner.helperPod.image.registry", registry);
        return values;
    }

    private static void put(Map<String, Object> values, String path, String value) {
        Map<String, Object> at = values;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            at = below(at, keys[i]);
        }
        at.put(keys[keys.length - 1], value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Map<String, Object> map, String key) {
        return (Map<String, Object>) map.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>());
    }
}
