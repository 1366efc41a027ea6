package dev.ichor.dhcp.wire;

/** Text from the wire made safe for logs and consoles. */
final class Printable {
    private static final int LONGEST = 120;

    private Printable() {
    }

    /** ASCII as it is; everything else, quotes and line ends among it, as a dot; cut after 120 characters. */
    static String of(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(raw.length(), LONGEST); i++) {
            char c = raw.charAt(i);
            out.append(c >= ' ' && c < 0x7f && c != '\'' ? c : '.');
        }
        return raw.length() > LONGEST ? out + "..." : out.toString();
    }
}
