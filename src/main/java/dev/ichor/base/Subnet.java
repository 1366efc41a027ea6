package dev.ichor.base;

/**
 * An IPv4 subnet in CIDR form; the host bits of the network address are zero.
 *
 * @param network the first address
 * @param prefix  0 to 32
 */
public record Subnet(Ipv4 network, int prefix) {
    public Subnet {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("a prefix length lies between 0 and 32");
        }
        network = new Ipv4(network.bits() & maskBits(prefix));
    }

    /**
     * Reads {@code 192.0.2.0/24}; host bits are dropped, so an interface address with its prefix is fine too.
     *
     * @throws Malformed for anything else
     */
    public static Subnet parse(String text) throws Malformed {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (!length.matches("\\d{1,2}") || Integer.parseInt(length) > 32) {
            throw new Malformed("not a subnet (expected 192.0.2.0/24)");
        }
        return new Subnet(Ipv4.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    private static int maskBits(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    public Ipv4 mask() {
        return new Ipv4(maskBits(prefix));
    }

    public Ipv4 broadcast() {
        return new Ipv4(network.bits() | ~maskBits(prefix));
    }

    public boolean contains(Ipv4 address) {
        return (address.bits() & maskBits(prefix)) == network.bits();
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }
}
