package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.MayastorPool;
import java.util.function.Consumer;

/**
 * SPDK blobstores, which are Mayastor pools. The super block fills the first 4 KiB page; it names the "super blob",
 * whose metadata page carries the name and the UUID of the volume store as extended attributes.
 */
final class Spdk {
    private static final int PAGE = 4096;
    private static final int DESCRIPTORS = 16;
    private static final int DESCRIPTORS_END = PAGE - 8;
    private static final int ATTRIBUTE = 2;

    private Spdk() {
    }

    static void look(Area area, Consumer<Contents> found) {
        // A damaged super block still says that a pool was here, so its checksum is not asked for.
        if (area.is(0, "SPDKBLOB")) {
            long page = area.le(48, 4) + (area.le(20, 8) & 0xFFFF_FFFFL);
            long at = page * PAGE;
            found.accept(new MayastorPool(attribute(area, at, "name"), attribute(area, at, "uuid")));
        }
    }

    /** The value of an attribute in the metadata page at that place; empty if the page was not read or has none. */
    private static String attribute(Area area, long page, String name) {
        int at = DESCRIPTORS;
        while (at + 5 <= DESCRIPTORS_END && area.has(page + at)) {
            int type = area.u8(page + at);
            long length = area.le(page + at + 1, 4);
            if (type == 0 && length == 0 || length > DESCRIPTORS_END - at - 5) {
                return "";
            }
            int names = (int) area.le(page + at + 5, 2);
            int values = (int) area.le(page + at + 7, 2);
            if (type == ATTRIBUTE && names == name.length() && area.is(page + at + 9, name)
                    && 4 + names + values <= length) {
                return area.string(page + at + 9 + names, values);
            }
            at += 5 + (int) length;
        }
        return "";
    }
}
