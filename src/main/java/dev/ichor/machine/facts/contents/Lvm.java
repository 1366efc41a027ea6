package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Member;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** LVM2 physical volumes: a label in one of the first four sectors, which points to the metadata text. */
final class Lvm {
    private static final Pattern GROUP = Pattern.compile("^([A-Za-z0-9+_.][A-Za-z0-9+_.-]{0,127}) \\{");
    private static final int MAXIMUM_AREAS = 16;

    private Lvm() {
    }

    static void look(Area area, Consumer<Contents> found) {
        for (int sector = 0; sector < 4; sector++) {
            long label = sector * 512L;
            if (!area.is(label, "LABELONE")) {
                continue;
            }
            long header = label + area.le(label + 20, 4);
            String group = group(area, header);
            found.accept(new Member("lvm", group, uuid(area.string(header, 32))));
            // ceph-volume names its volume groups so; the volumes inside lie beyond what is read.
            if (group.startsWith("ceph-")) {
                found.accept(new Member("ceph", "", group.substring(5)));
            }
            return;
        }
        if (area.is(0, "HM\1\0") || area.is(0, "HM\2\0")) {
            found.accept(new Member("lvm", area.string(0x12C, 128), ""));
        }
    }

    private static String group(Area area, long header) {
        long at = header + 40;
        // two lists of (offset, length), each ended by zeros: data areas, then metadata areas
        for (int i = 0; i < MAXIMUM_AREAS && area.le(at, 8) != 0; i++) {
            at += 16;
        }
        long metadata = area.le(at + 16, 8);
        if (metadata <= 0 || !area.is(metadata + 4, " LVM2 x[5A%r0N*>")) {
            return "";
        }
        long text = metadata + area.le(metadata + 40, 8);
        Matcher matcher = GROUP.matcher(area.string(text, 160));
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String uuid(String raw) {
        return raw.length() != 32 ? raw : String.join("-", raw.substring(0, 6), raw.substring(6, 10),
                raw.substring(10, 14), raw.substring(14, 18), raw.substring(18, 22), raw.substring(22, 26),
                raw.substring(26));
    }
}
