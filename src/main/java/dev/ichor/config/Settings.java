package dev.ichor.config;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig.Mode;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the settings: the file, over it the environment ({@code ICHOR_…}), over it the command line. */
public final class Settings {
    private static final String PREFIX = "ICHOR_";
    /** Variables that the launcher reads, not the program. */
    private static final Set<String> LAUNCHER = Set.of("ICHOR_JAVA_OPTS", "ICHOR_HOME", "ICHOR_CACHE", "ICHOR_CONFIG",
            "ICHOR_DEBUG", "ICHOR_TOKEN");

    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Problems problems;

    private Settings(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads all three. Whatever is wrong anywhere goes to {@code problems}; the result is then not to be used.
     *
     * @param file        the settings file; absent: none
     * @param environment variables; those that do not begin with {@code ICHOR_} are left alone
     * @param flags       path to text, from the command line
     */
    public static ApplianceConfig read(Optional<Path> file, Map<String, String> environment, Map<String, String> flags,
                                       Problems problems) {
        Settings settings = new Settings(problems);
        file.ifPresent(path -> Yaml.read(path, path.toString(), problems).ifPresent(settings::file));
        settings.environment(new TreeMap<>(environment));
        settings.flags(new TreeMap<>(flags));
        ApplianceConfig config = Keys.build(new Values(settings.values));
        if (problems.isEmpty()) {
            settings.together(config);
        }
        return config;
    }

    private void file(YamlNode node) {
        switch (node) {
            case YamlNode.Map map -> map(map, "");
            case YamlNode.Scalar scalar when scalar.isNull() -> {
                // a file of comments only: all defaults
            }
            case YamlNode.Scalar scalar -> notAMap(scalar);
            case YamlNode.Seq seq -> notAMap(seq);
        }
    }

    private void notAMap(YamlNode node) {
        problems.add(node.mark().toString(), "expected a map of settings, found " + node.kind(),
                "Write 'key: value' lines");
    }

    private void map(YamlNode.Map map, String prefix) {
        map.entries().forEach((name, node) -> {
            String path = prefix + name;
            Optional<Key<?>> key = key(path);
            if (key.isPresent()) {
                if (!(node instanceof YamlNode.Scalar scalar && scalar.isNull())) {
                    fromFile(key.get(), node);
                }
            } else if (node instanceof YamlNode.Map inner && isSection(path)) {
                map(inner, path + ".");
            } else if (isSection(path)) {
                if (!(node instanceof YamlNode.Scalar scalar && scalar.isNull())) {
                    notAMap(node);
                }
            } else {
                problems.add(node.mark().toString(), "unknown key", "Remove it" + near(path));
            }
        });
    }

    private void fromFile(Key<?> key, YamlNode node) {
        try {
            set(key, Raw.of(node), node.mark().toString());
        } catch (Malformed e) {
            problems.add(node.mark().toString(), e.getMessage(), "");
        }
    }

    private void environment(Map<String, String> environment) {
        Map<String, Key<?>> variables = Keys.ALL.stream().collect(Collectors.toMap(Key::variable, key -> key));
        environment.forEach((name, text) -> {
            if (!name.startsWith(PREFIX) || LAUNCHER.contains(name)) {
                return;
            }
            Optional.ofNullable(variables.get(name)).ifPresentOrElse(
                    key -> set(key, new Raw.One(text), "environment " + name),
                    () -> problems.add("environment " + name, "no setting has this variable", "Unset it"));
        });
    }

    private void flags(Map<String, String> flags) {
        flags.forEach((path, text) -> key(path).ifPresentOrElse(
                key -> set(key, new Raw.One(text), "command line " + path),
                () -> problems.add("command line " + path, "unknown key", "Remove it" + near(path))));
    }

    private void set(Key<?> key, Raw raw, String place) {
        try {
            values.put(key.path(), key.form().read(raw));
            places.put(key.path(), place);
        } catch (Malformed e) {
            problems.add(place, e.getMessage(), "");
        }
    }

    /** What no single setting shows. */
    private void together(ApplianceConfig config) {
        ApplianceConfig.Dhcp dhcp = config.dhcp();
        if (dhcp.mode() == Mode.FULL && dhcp.pool().isEmpty() && dhcp.reservations().isEmpty()) {
            problem(Keys.DHCP_MODE, "mode full has no address to give", "Set dhcp.pool, or dhcp.reservations");
        }
        certificate(config.admin());
        config.address().ifPresent(own -> NetworkRules.check(own, dhcp, this::problem));
        Set<Integer> ports = new HashSet<>();
        ports.add(config.boot().port());
        boolean sharesAddress = config.admin().address().isAny()
                || config.address().filter(own -> own.address().equals(config.admin().address())).isPresent();
        if (config.boot().tlsPort() != 0 && !ports.add(config.boot().tlsPort())) {
            problem(Keys.BOOT_TLS_PORT, "HTTPS has the port of the boot plane's HTTP", "Choose another port, or 0");
        }
        if (sharesAddress && !ports.add(config.admin().port())) {
            problem(Keys.ADMIN_PORT, "the admin plane has the port of the boot plane", "Choose another port");
        }
    }

    private void certificate(ApplianceConfig.Admin admin) {
        if (admin.certificate().isPresent() != admin.key().isPresent()) {
            problem(admin.certificate().isPresent() ? Keys.ADMIN_CERTIFICATE : Keys.ADMIN_KEY,
                    "a certificate and its key go together", "Set admin.certificate and admin.key, or neither");
        }
    }

    private void problem(Key<?> key, String what, String mend) {
        problems.add(places.getOrDefault(key.path(), "default " + key.path()), what, mend);
    }

    private static Optional<Key<?>> key(String path) {
        return Keys.ALL.stream().filter(key -> key.path().equals(path)).findFirst().map(key -> key);
    }

    private static boolean isSection(String path) {
        return Keys.ALL.stream().anyMatch(key -> key.path().startsWith(path + "."));
    }

    /** The known keys that share the last word or the section, so that a slip is found at a glance. */
    private static String near(String path) {
        String section = path.contains(".") ? path.substring(0, path.indexOf('.') + 1) : "";
        String last = path.substring(path.lastIndexOf('.') + 1);
        String known = Keys.ALL.stream().map(Key::path)
                .filter(candidate -> candidate.endsWith("." + last)
                        || (section.isEmpty() ? !candidate.contains(".") : candidate.startsWith(section)))
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "" : ", or write one of: " + known;
    }

    /** Every path with the environment variable that sets it, in the order of the file. */
    public static Map<String, String> variables() {
        Map<String, String> all = new LinkedHashMap<>();
        Keys.ALL.forEach(key -> all.put(key.path(), key.variable()));
        return all;
    }
}
