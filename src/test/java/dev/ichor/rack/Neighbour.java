package dev.ichor.rack;

import dev.ichor.base.Mac;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a switch says of itself on one port (IEEE 802.1AB).
 *
 * @param chassis     the switch's MAC address, its chassis id
 * @param systemName  the switch's name
 * @param portId      interface name of the port, such as {@code Ethernet12}
 * @param description text for people
 * @param vlan        port VLAN id, 1 to 4094
 */
public record Neighbour(Mac chassis, String systemName, String portId, String description, int vlan) {
    private static final byte[] NEAREST_BRIDGE = {0x01, (byte) 0x80, (byte) 0xC2, 0, 0, 0x0E};
    private static final int ETHERTYPE = 0x88CC;
    private static final int HOLD_SECONDS = 120;

    public Neighbour {
        if (vlan < 1 || vlan > 4094) {
            throw new IllegalArgumentException("a VLAN id lies between 1 and 4094");
        }
        if (systemName.isEmpty() || portId.isEmpty() || systemName.length() > 255 || portId.length() > 255) {
            throw new IllegalArgumentException("LLDP names have 1 to 255 characters");
        }
    }

    /** The Ethernet frame, without checksum, padded to the 60 bytes that Ethernet asks for. */
    public byte[] frame() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(NEAREST_BRIDGE);
        out.writeBytes(chassis.bytes());
        u16(out, ETHERTYPE);
        value(out, 1, 4, chassis.bytes());
        value(out, 2, 5, text(portId));
        u16(out, 3 << 9 | 2);
        u16(out, HOLD_SECONDS);
        plain(out, 4, text(description));
        plain(out, 5, text(systemName));
        // Organisation 00-80-C2 (IEEE 802.1), subtype 1: port VLAN id.
        plain(out, 127, new byte[] {0, (byte) 0x80, (byte) 0xC2, 1, (byte) (vlan >> 8), (byte) vlan});
        u16(out, 0);
        while (out.size() < 60) {
            out.write(0);
        }
        return out.toByteArray();
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static void value(ByteArrayOutputStream out, int type, int subtype, byte[] bytes) {
        u16(out, type << 9 | bytes.length + 1);
        out.write(subtype);
        out.writeBytes(bytes);
    }

    private static void plain(ByteArrayOutputStream out, int type, byte[] bytes) {
        u16(out, type << 9 | bytes.length);
        out.writeBytes(bytes);
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
