package dev.ichor.config;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;

/** An address with its subnet, as {@code 192.0.2.1/24}. */
public record Cidr(Ipv4 address, Subnet subnet) {
    /** @throws Malformed unless the text is an address of a host with its prefix */
    public static Cidr parse(String text) throws Malformed {
        Subnet subnet = Subnet.parse(text);
        Ipv4 address = Ipv4.parse(text.substring(0, text.indexOf('/')));
        boolean edge = subnet.prefix() < 31 && (address.equals(subnet.network()) || address.equals(subnet.broadcast()));
        if (address.isAny() || edge) {
            throw new Malformed("expected the appliance's own address with its prefix, such as 192.0.2.1/24");
        }
        return new Cidr(address, subnet);
    }

    @Override
    public String toString() {
        return address + "/" + subnet.prefix();
    }
}
