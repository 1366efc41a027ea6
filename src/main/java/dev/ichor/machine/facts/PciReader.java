package dev.ichor.machine.facts;

import dev.ichor.machine.hardware.PciLink;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PCI functions and their links. */
final class PciReader {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]");
    private static final Pattern SPEED = Pattern.compile("([0-9]{1,4})(?:\\.([0-9]))?[0-9]* GT/s");
    private static final int UNKNOWN_WIDTH = 255;

    private PciReader() {
    }

    /** The function nearest to the device: the last address in a sysfs path; empty if there is none. */
    static String addressIn(String path) {
        String last = "";
        for (String part : path.split("/")) {
            if (ADDRESS.matcher(part).matches()) {
                last = part;
            }
        }
        return last;
    }

    /** The function of a device: named outright, or the last one on its sysfs path. */
    static Optional<PciLink> of(RawFacts facts, KeyValues device) {
        String named = device.get("pci");
        String address = ADDRESS.matcher(named).matches() ? named : addressIn(device.raw("path"));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        KeyValues keys = KeyValues.parse(facts.text("pci/" + address));
        return Optional.of(new PciLink(address, speed(keys, "current_link_speed"), width(keys, "current_link_width"),
                speed(keys, "max_link_speed"), width(keys, "max_link_width")));
    }

    /** NUMA node of the function, where the device itself does not name one. */
    static OptionalInt numa(RawFacts facts, KeyValues device, Optional<PciLink> pci) {
        OptionalInt own = device.natural("numa");
        return own.isPresent() || pci.isEmpty() ? own
                : KeyValues.parse(facts.text("pci/" + pci.get().address())).natural("numa");
    }

    private static OptionalInt speed(KeyValues keys, String key) {
        Matcher matcher = SPEED.matcher(keys.get(key));
        if (!matcher.lookingAt()) {
            return OptionalInt.empty();
        }
        int tenths = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return OptionalInt.of(Integer.parseInt(matcher.group(1)) * 10 + tenths);
    }

    private static OptionalInt width(KeyValues keys, String key) {
        OptionalInt width = keys.natural(key);
        return width.orElse(0) == 0 || width.getAsInt() >= UNKNOWN_WIDTH ? OptionalInt.empty() : width;
    }
}
