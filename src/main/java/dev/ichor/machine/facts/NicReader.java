package dev.ichor.machine.facts;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Nic.Jumbo;
import dev.ichor.machine.hardware.Nic.Jumbo.Verdict;
import dev.ichor.machine.hardware.PciLink;
import java.util.Optional;
import java.util.OptionalInt;

/** One physical NIC. */
final class NicReader {
    private static final int ETHERNET = 1;
    private static final int JUMBO_MTU = 9000;
    /** Payload of a UDP datagram that fills 9000 bytes: less 20 bytes of IPv4 and 8 of UDP. */
    private static final int JUMBO_PAYLOAD = 8972;

    private NicReader() {
    }

    /** Absent, with a note, for what is no Ethernet NIC of the machine or has no usable address. */
    static Optional<Nic> read(RawFacts facts, String name, Optional<Mac> booted, Notes notes) {
        KeyValues sysfs = KeyValues.parse(facts.text("net/" + name + "/sysfs"));
        if (sysfs.raw("path").contains("/virtual/") || sysfs.integer("type").orElse(ETHERNET) != ETHERNET) {
            notes.add("NIC " + name + " is left out: it is virtual or no Ethernet NIC");
            return Optional.empty();
        }
        Optional<Mac> current = mac(sysfs.get("address"));
        Optional<Mac> permanent = mac(sysfs.get("permaddr"));
        if (permanent.isEmpty() && current.isPresent()) {
            notes.add("NIC " + name + " has no permanent address, so its present one, " + current.get() + ", is taken");
        }
        Optional<Mac> mac = permanent.or(() -> current);
        if (mac.isEmpty()) {
            notes.add("NIC " + name + " is left out: it has no usable MAC address");
            return Optional.empty();
        }
        boolean bootedOver = booted.isPresent() && (booted.equals(permanent) || booted.equals(current));
        return Optional.of(nic(facts, name, sysfs, mac.get(), bootedOver));
    }

    private static Nic nic(RawFacts facts, String name, KeyValues sysfs, Mac mac, boolean booted) {
        Optional<PciLink> pci = PciReader.of(facts, sysfs);
        boolean link = sysfs.flag("carrier");
        OptionalInt speed = sysfs.natural("speed");
        return new Nic(mac, name, sysfs.get("driver"), sysfs.get("firmware"), pci, PciReader.numa(facts, sysfs, pci),
                link && speed.orElse(0) > 0 ? speed : OptionalInt.empty(), link, sysfs.natural("maxmtu"), booted,
                Texts.clean(facts.text("net/" + name + "/addr").lines().findFirst().orElse("")),
                LldpReader.read(facts.view("net/" + name + "/lldp")), jumbo(facts, name));
    }

    /** @return absent for what is no address, all zero, or a group address */
    static Optional<Mac> mac(String text) {
        try {
            return Optional.of(Mac.parse(text)).filter(mac -> !mac.isUnusable());
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<Jumbo> jumbo(RawFacts facts, String name) {
        String path = "net/" + name + "/jumbo";
        if (!facts.has(path)) {
            return Optional.empty();
        }
        KeyValues keys = KeyValues.parse(facts.text(path));
        int sent = keys.natural("sent").orElse(0);
        int received = keys.natural("received").orElse(0);
        Verdict verdict = verdict(keys, sent, received);
        String told = keys.get("error");
        String detail = detail(keys, verdict, sent, received) + (told.isEmpty() ? "" : ": " + told);
        return Optional.of(new Jumbo(verdict, sent, received, Texts.clean(detail)));
    }

    private static Verdict verdict(KeyValues keys, int sent, int received) {
        boolean full = keys.natural("payload").orElse(0) >= JUMBO_PAYLOAD;
        boolean large = keys.natural("mtu").orElse(0) >= JUMBO_MTU;
        if (received > 0 && full && large) {
            return Verdict.PASSES;
        }
        if (!large || !full) {
            return Verdict.TOO_SMALL;
        }
        if (keys.natural("control_received").orElse(0) == 0) {
            return Verdict.UNREACHABLE;
        }
        return sent == 0 ? Verdict.TOO_SMALL : Verdict.LOST;
    }

    private static String detail(KeyValues keys, Verdict verdict, int sent, int received) {
        return switch (verdict) {
            case PASSES -> received + " of " + sent + " datagrams of 9000 bytes came back";
            case LOST -> "small datagrams came back, none of 9000 bytes did";
            case TOO_SMALL -> "the NIC takes an MTU of " + keys.natural("mtu").orElse(0) + " at most";
            case UNREACHABLE -> "no datagram came back, not even small ones";
        };
    }
}
