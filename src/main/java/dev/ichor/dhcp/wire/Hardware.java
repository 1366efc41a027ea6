package dev.ichor.dhcp.wire;

import dev.ichor.base.Mac;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The client's hardware address field: {@code htype}, {@code hlen} and that many bytes of {@code chaddr}.
 * Usually an Ethernet MAC; firmware in GUID mode puts sixteen bytes of UUID here (EDK2 {@code SendGUID}),
 * so the whole field, not six bytes of it, tells clients apart.
 *
 * @param type the ARP hardware type; 1 is Ethernet
 * @param hex  the bytes as lower-case hexadecimal, 0 to 32 digits
 */
public record Hardware(int type, String hex) {
    public static final int ETHERNET = 1;

    public Hardware {
        if (type < 0 || type > 255 || hex.length() > 32 || hex.length() % 2 != 0) {
            throw new IllegalArgumentException("a hardware address has up to sixteen bytes");
        }
    }

    public static Hardware of(Mac mac) {
        return new Hardware(ETHERNET, HexFormat.of().formatHex(mac.bytes()));
    }

    static Hardware of(int type, byte[] field, int length) {
        return new Hardware(type, HexFormat.of().formatHex(field, 0, length));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    public int length() {
        return hex.length() / 2;
    }

    /** The MAC address, if this is Ethernet and a NIC could own it. */
    public Optional<Mac> mac() {
        if (type != ETHERNET || length() != 6) {
            return Optional.empty();
        }
        return Optional.of(Mac.of(bytes())).filter(mac -> !mac.isUnusable());
    }

    @Override
    public String toString() {
        return mac().map(Mac::toString).orElse("type " + type + " " + (hex.isEmpty() ? "none" : hex));
    }
}
