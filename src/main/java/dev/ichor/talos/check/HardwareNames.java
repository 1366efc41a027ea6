package dev.ichor.talos.check;

import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** No name of a disk that holds for one boot only stands anywhere in a configuration (law 7). */
final class HardwareNames {
    private static final Pattern NAME = Pattern.compile("/dev/(?:disk/by-path/|disk/by-diskseq/|(?:sd|vd|hd|xvd)[a-z]"
            + "|nvme[0-9]|mmcblk[0-9]|dm-[0-9]|md[0-9]|loop[0-9]|sr[0-9])[^\\s\"',)]*");
    /** Texts for Kubernetes and its pods, which are not about the node's own disks. */
    private static final Set<String> FOREIGN = Set.of("contents", "manifest", "content", "inlineManifests");

    private HardwareNames() {
    }

    static void check(Configuration configuration, List<Finding> findings) {
        for (Document document : configuration.documents()) {
            walk(document.kind() + (document.name().isEmpty() ? "" : "/" + document.name()) + "#", document.body(),
                    findings);
        }
    }

    private static void walk(String where, Object value, List<Finding> findings) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> {
                if (!FOREIGN.contains(String.valueOf(key))) {
                    walk(where + "/" + String.valueOf(key).replace("~", "~0").replace("/", "~1"), entry, findings);
                }
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(where + "/" + i, list.get(i), findings);
            }
        } else if (value instanceof String text) {
            Matcher found = NAME.matcher(text);
            if (found.find()) {
                findings.add(Finding.error(where, found.group() + " is a name of one boot; another disk may have it in"
                        + " the next", "Name the disk by a path in /dev/disk/by-id or by its wwid"));
            }
        }
    }
}
