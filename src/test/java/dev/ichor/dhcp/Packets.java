package dev.ichor.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Requests as clients send them. */
public final class Packets {
    public static final Mac MAC = new Mac(0x525400aa0001L);
    public static final Ipv4 SERVER = ip("10.9.0.1");
    /** Option 175 of QEMU's iPXE ROM in its own DISCOVER: HTTP (tag 0x13), bzImage (0x18) and more. */
    public static final byte[] IPXE_HTTP = hex("b105011af41000eb03010000170101220101130101110101270101190101290101"
            + "100102210101150101180101120101");
    public static final byte[] IPXE_BARE = hex("150101");

    private Packets() {
    }

    public static Ipv4 ip(String text) {
        try {
            return Ipv4.parse(text);
        } catch (dev.ichor.base.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** A broadcast request from {@link #MAC} without address. */
    public static DhcpMessage of(MessageType type, Consumer<Options.Builder> more) {
        return of(Hardware.of(MAC), type, Ipv4.ANY, Ipv4.ANY, more);
    }

    public static DhcpMessage of(Hardware client, MessageType type, Ipv4 ciaddr, Ipv4 giaddr,
                                 Consumer<Options.Builder> more) {
        Options.Builder options = Options.builder().u8(Code.MESSAGE_TYPE, type.code());
        more.accept(options);
        return new DhcpMessage(false, client, giaddr.isAny() ? 0 : 1, 0x1234abcd, 4,
                ciaddr.isAny() ? DhcpMessage.BROADCAST_FLAG : 0, ciaddr, Ipv4.ANY, Ipv4.ANY, giaddr, "", "",
                options.build());
    }

    /** What PXE firmware of that architecture asks first. */
    public static DhcpMessage pxeDiscover(int arch) {
        return of(MessageType.DISCOVER, o -> o.text(Code.VENDOR_CLASS, "PXEClient:Arch:%05d:UNDI:003016".formatted(arch))
                .u16(Code.CLIENT_ARCH, arch).u16(Code.MAX_SIZE, 1472)
                .bytes(Code.CLIENT_UUID, hex("0044332211665588779900aabbccddeeff")));
    }

    public static DhcpMessage ipxeDiscover(int arch, String userClass, byte[] features) {
        return of(MessageType.DISCOVER, o -> o.text(Code.VENDOR_CLASS, "PXEClient:Arch:%05d:UNDI:002001".formatted(arch))
                .u16(Code.CLIENT_ARCH, arch).u16(Code.MAX_SIZE, 1472).text(Code.USER_CLASS, userClass)
                .bytes(Code.IPXE, features));
    }
}
