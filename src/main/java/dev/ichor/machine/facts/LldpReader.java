package dev.ichor.machine.facts;

import dev.ichor.machine.hardware.Nic.Lldp;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** LLDP frames (IEEE 802.1AB): the first one that names its sender counts. */
final class LldpReader {
    private static final int ETHER_TYPE = 0x88CC;
    private static final int VLAN_TAG = 0x8100;
    private static final int MAXIMUM_FRAMES = 64;
    private static final int ORGANISATION = 127;
    private static final long IEEE_802_1 = 0x0080C2;

    private LldpReader() {
    }

    /** @param frames each as two bytes of length in network order and the Ethernet frame */
    static Optional<Lldp> read(byte[] frames) {
        int at = 0;
        for (int i = 0; i < MAXIMUM_FRAMES && at + 2 <= frames.length; i++) {
            int length = (int) Bytes.be(frames, at, 2);
            int end = at + 2 + length;
            if (end > frames.length) {
                break;
            }
            Optional<Lldp> neighbour = frame(Arrays.copyOfRange(frames, at + 2, end));
            if (neighbour.isPresent()) {
                return neighbour;
            }
            at = end;
        }
        return Optional.empty();
    }

    private static Optional<Lldp> frame(byte[] frame) {
        int type = (int) Bytes.be(frame, 12, 2);
        int at = type == VLAN_TAG ? 18 : 14;
        if (Bytes.be(frame, at - 2, 2) != ETHER_TYPE) {
            return Optional.empty();
        }
        String chassis = "";
        String port = "";
        String system = "";
        String description = "";
        int vlan = 0;
        while (at + 2 <= frame.length) {
            int header = (int) Bytes.be(frame, at, 2);
            int kind = header >> 9;
            int length = header & 0x1FF;
            if (kind == 0 || at + 2 + length > frame.length) {
                break;
            }
            byte[] value = Arrays.copyOfRange(frame, at + 2, at + 2 + length);
            switch (kind) {
                case 1 -> chassis = id(value, 4, 5);
                case 2 -> port = id(value, 3, 4);
                case 4 -> description = Texts.fixed(value, 0, length);
                case 5 -> system = Texts.fixed(value, 0, length);
                case ORGANISATION -> vlan = vlan == 0 ? portVlan(value) : vlan;
                default -> { }
            }
            at += 2 + length;
        }
        return chassis.isEmpty() || port.isEmpty() ? Optional.empty()
                : Optional.of(new Lldp(chassis, port, system, description, vlan));
    }

    /** The id after its subtype byte: a MAC or network address in its usual form, else text. */
    private static String id(byte[] value, int macSubtype, int addressSubtype) {
        int subtype = Bytes.u8(value, 0);
        if (subtype == macSubtype && value.length == 7) {
            return HexFormat.ofDelimiter(":").formatHex(value, 1, 7);
        }
        if (subtype == addressSubtype && value.length == 6 && value[1] == 1) {
            return Bytes.u8(value, 2) + "." + Bytes.u8(value, 3) + "." + Bytes.u8(value, 4) + "." + Bytes.u8(value, 5);
        }
        if (subtype == addressSubtype && value.length == 18 && value[1] == 2) {
            return HexFormat.of().formatHex(value, 2, 18).replaceAll("(....)(?=.)", "$1:");
        }
        return value.length < 2 ? "" : Texts.fixed(value, 1, value.length - 1);
    }

    /** Port VLAN id: organisation 00-80-C2, subtype 1. */
    private static int portVlan(byte[] value) {
        boolean told = value.length == 6 && Bytes.be(value, 0, 3) == IEEE_802_1 && value[3] == 1;
        return told ? (int) Bytes.be(value, 4, 2) & 0xFFF : 0;
    }
}
