package dev.ichor.inventory;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.Identity;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** By what a node names its machine: a MAC, an SMBIOS UUID, or the system's serial number. */
public final class MachineKey {
    private static final String MAC = "[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4}){2}|[0-9a-fA-F]{2}(-[0-9a-fA-F]{2}){5}";
    private static final int LEAST_SERIAL = 3;
    private static final int LONGEST = 64;
    private static final Set<String> FILLERS = Set.of("none", "n/a", "unknown", "default string", "not specified",
            "not available", "system serial number", "to be filled by o.e.m.", "serial", "invalid");

    private MachineKey() {
    }

    /**
     * The key in its one form: a MAC and a UUID in lower case, a serial number as it is.
     *
     * @throws Malformed if no machine can be recognised by it
     */
    public static String parse(String text) throws Malformed {
        if (text.indexOf(':') >= 0 || text.matches(MAC)) {
            Mac mac = Mac.parse(text);
            if (mac.isUnusable()) {
                throw new Malformed("not the MAC of a NIC (all zero, or a group address)");
            }
            return mac.toString();
        }
        if (text.length() == 36 && text.matches("[^-]{8}(-[^-]{4}){3}-[^-]{12}")) {
            SystemUuid uuid = SystemUuid.parse(text);
            if (uuid.isPlaceholder()) {
                throw new Malformed("a UUID that vendors put into many machines (give a MAC instead)");
            }
            return uuid.toString();
        }
        boolean printable = text.matches("[\\x20-\\x7e]+") && text.equals(text.strip());
        if (!printable || text.length() < LEAST_SERIAL || text.length() > LONGEST
                || FILLERS.contains(text.toLowerCase(Locale.ROOT)) || text.matches("(.)\\1*")) {
            throw new Malformed("names no machine (expected a MAC, a UUID or a serial number)");
        }
        return text;
    }

    /** Whether the key names that machine. */
    public static boolean names(String key, Identity identity, String serial) {
        boolean bySerial = !serial.isBlank() && serial.equalsIgnoreCase(key);
        return bySerial || identity.uuid().filter(uuid -> uuid.toString().equalsIgnoreCase(key)).isPresent()
                || mac(key).filter(identity.macs()::contains).isPresent();
    }

    private static Optional<Mac> mac(String key) {
        try {
            return Optional.of(Mac.parse(key));
        } catch (Malformed serial) {
            return Optional.empty();
        }
    }
}
