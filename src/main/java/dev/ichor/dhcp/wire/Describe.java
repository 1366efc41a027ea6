package dev.ichor.dhcp.wire;

import dev.ichor.base.Ipv4;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** Messages as people read them. */
final class Describe {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(Code.SUBNET_MASK, "subnet-mask"), Map.entry(Code.ROUTERS, "routers"),
            Map.entry(Code.DNS_SERVERS, "dns-servers"), Map.entry(Code.HOST_NAME, "host-name"),
            Map.entry(Code.DOMAIN_NAME, "domain-name"), Map.entry(Code.INTERFACE_MTU, "interface-mtu"),
            Map.entry(Code.BROADCAST_ADDRESS, "broadcast-address"), Map.entry(Code.VENDOR, "vendor-options"),
            Map.entry(Code.REQUESTED_ADDRESS, "requested-address"), Map.entry(Code.LEASE_TIME, "lease-time"),
            Map.entry(Code.MESSAGE_TYPE, "message-type"), Map.entry(Code.SERVER_ID, "server-id"),
            Map.entry(Code.PARAMETER_LIST, "parameter-list"), Map.entry(Code.MESSAGE, "message"),
            Map.entry(Code.MAX_SIZE, "max-message-size"), Map.entry(Code.T1, "renewal-time"),
            Map.entry(Code.T2, "rebinding-time"), Map.entry(Code.VENDOR_CLASS, "vendor-class"),
            Map.entry(Code.CLIENT_ID, "client-id"), Map.entry(Code.TFTP_SERVER, "tftp-server"),
            Map.entry(Code.BOOT_FILE, "boot-file"), Map.entry(Code.USER_CLASS, "user-class"),
            Map.entry(Code.RELAY_AGENT, "relay-agent"), Map.entry(Code.CLIENT_ARCH, "client-arch"),
            Map.entry(Code.CLIENT_NDI, "client-ndi"), Map.entry(Code.CLIENT_UUID, "client-uuid"),
            Map.entry(Code.IPXE, "ipxe"));

    private Describe() {
    }

    static String line(DhcpMessage m) {
        StringBuilder out = new StringBuilder();
        out.append(m.type().map(MessageType::name).orElse(m.reply() ? "BOOTREPLY" : "BOOTREQUEST"));
        out.append(m.reply() ? " to " : " from ").append(m.client());
        out.append(" xid ").append(HexFormat.of().toHexDigits(m.xid()));
        part(out, "ciaddr", m.ciaddr());
        part(out, "yiaddr", m.yiaddr());
        part(out, "siaddr", m.siaddr());
        part(out, "relay", m.giaddr());
        m.requestedAddress().ifPresent(a -> part(out, "asks for", a));
        m.serverId().ifPresent(a -> part(out, "server", a));
        m.options().text(Code.VENDOR_CLASS).ifPresent(c -> out.append(" class '").append(Printable.of(c)).append('\''));
        String file = m.bootFile();
        if (!file.isEmpty()) {
            out.append(" file '").append(file).append('\'');
        }
        return out.toString();
    }

    private static void part(StringBuilder out, String name, Ipv4 address) {
        if (!address.isAny()) {
            out.append(' ').append(name).append(' ').append(address);
        }
    }

    static String dump(DhcpMessage m) {
        StringBuilder out = new StringBuilder();
        out.append(m.reply() ? "BOOTREPLY" : "BOOTREQUEST").append(" client ").append(m.client());
        out.append(" hops ").append(m.hops()).append(" xid ").append(HexFormat.of().toHexDigits(m.xid()));
        out.append(" secs ").append(m.secs()).append(" flags ").append(m.wantsBroadcast() ? "broadcast" : "none");
        out.append("\n  ciaddr ").append(m.ciaddr()).append(" yiaddr ").append(m.yiaddr());
        out.append(" siaddr ").append(m.siaddr()).append(" giaddr ").append(m.giaddr()).append('\n');
        if (!m.sname().isEmpty()) {
            out.append("  sname '").append(Printable.of(m.sname())).append("'\n");
        }
        if (!m.file().isEmpty()) {
            out.append("  file '").append(Printable.of(m.file())).append("'\n");
        }
        m.options().list().forEach(option -> option(out, option));
        return out.toString();
    }

    private static void option(StringBuilder out, Option option) {
        out.append("  ").append(option.code()).append(' ').append(NAMES.getOrDefault(option.code(), "option"));
        out.append(": ").append(value(option)).append('\n');
    }

    private static String value(Option option) {
        byte[] data = option.shared();
        String hex = HexFormat.of().formatHex(data);
        return switch (option.code()) {
            case Code.MESSAGE_TYPE -> data.length == 1
                    ? MessageType.of(data[0] & 0xFF).map(MessageType::name).orElse(hex) : hex;
            case Code.SERVER_ID, Code.REQUESTED_ADDRESS, Code.SUBNET_MASK, Code.BROADCAST_ADDRESS, Code.ROUTERS,
                Code.DNS_SERVERS -> addresses(data, hex);
            case Code.LEASE_TIME, Code.T1, Code.T2 -> data.length == 4
                    ? Integer.toUnsignedString(Ipv4.of(data).bits()) + " s" : hex;
            case Code.HOST_NAME, Code.DOMAIN_NAME, Code.MESSAGE, Code.VENDOR_CLASS, Code.TFTP_SERVER,
                Code.BOOT_FILE -> "'" + Printable.of(new String(data, StandardCharsets.ISO_8859_1)) + "'";
            default -> hex;
        };
    }

    private static String addresses(byte[] data, String hex) {
        if (data.length == 0 || data.length % 4 != 0) {
            return hex;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < data.length; i += 4) {
            byte[] one = {data[i], data[i + 1], data[i + 2], data[i + 3]};
            out.append(i == 0 ? "" : " ").append(Ipv4.of(one));
        }
        return out.toString();
    }
}
