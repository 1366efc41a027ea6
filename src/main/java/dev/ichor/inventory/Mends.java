package dev.ichor.inventory;

import dev.ichor.base.Mac;
import dev.ichor.machine.Identity;

/** The commands that mend what is in a machine's way, as a person types them. */
final class Mends {
    private final String machine;

    Mends(Identity identity) {
        machine = identity.macs().stream().findFirst().map(Mac::toString)
                .or(() -> identity.uuid().map(Object::toString)).orElse("MACHINE");
    }

    String suggest() {
        return "`ichor roles suggest " + machine + "` shows its disks";
    }

    String role(String serial, String role) {
        return "`ichor roles set " + machine + " " + quoted(serial + "=" + role) + "`";
    }

    String keep(String serial) {
        return "`ichor roles set " + machine + " --keep " + quoted(serial) + "`";
    }

    String wipe(String serial) {
        return "`ichor wipe " + machine + " --disk " + quoted(serial) + "`";
    }

    /** As a shell takes it: what a disk says of itself may hold any character. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_=.:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
