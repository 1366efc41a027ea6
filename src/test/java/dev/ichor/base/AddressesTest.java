package dev.ichor.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"52:54:00:AB:cd:01", "52-54-00-ab-cd-01", "5254.00ab.cd01", "525400abcd01"})
    void everyUsualFormOfAMacReadsAsTheSameAddress(String text) throws Malformed {
        assertEquals("52:54:00:ab:cd:01", Mac.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "52:54:00:ab:cd", "52:54:00:ab:cd:0g", "52:54-00:ab:cd:01", "5254.00abxcd01",
        "52:54:00:ab:cd:01:02", "٥٢٥٤٠٠abcd01"})
    void anythingElseIsNoMac(String text) {
        assertThrows(Malformed.class, () -> Mac.parse(text));
    }

    @Test
    void aMacKeepsItsBytes() throws Malformed {
        Mac mac = Mac.parse("fe:54:00:ab:cd:01");
        assertEquals(mac, Mac.of(mac.bytes()));
        assertEquals("fe-54-00-ab-cd-01", mac.hyphened());
        assertEquals("fe:54:00", mac.oui());
    }

    @Test
    void zeroAndGroupAddressesAreUnusable() throws Malformed {
        assertTrue(Mac.parse("00:00:00:00:00:00").isUnusable());
        assertTrue(Mac.parse("01:80:c2:00:00:0e").isUnusable());
        assertFalse(Mac.parse("02:80:c2:00:00:0e").isUnusable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4", "1.2.3.", "a.b.c.d", "1.2.3.4 "})
    void anythingElseIsNoAddress(String text) {
        assertThrows(Malformed.class, () -> Ipv4.parse(text));
    }

    @Test
    void addressesOrderAsUnsignedNumbersAndKeepTheirBytes() throws Malformed {
        Ipv4 low = Ipv4.parse("10.0.0.255");
        Ipv4 high = Ipv4.parse("192.168.0.1");
        assertTrue(low.compareTo(high) < 0);
        assertEquals("10.0.1.0", low.plus(1).toString());
        assertArrayEquals(new byte[] {(byte) 192, (byte) 168, 0, 1}, high.bytes());
        assertEquals(high, Ipv4.of(high.inet()));
    }

    @ParameterizedTest
    @CsvSource({"10.9.8.7/24,10.9.8.0,255.255.255.0,10.9.8.255", "10.9.8.7/0,0.0.0.0,0.0.0.0,255.255.255.255",
        "10.9.8.7/32,10.9.8.7,255.255.255.255,10.9.8.7", "172.16.5.4/20,172.16.0.0,255.255.240.0,172.16.15.255"})
    void aSubnetKnowsItsEdges(String text, String network, String mask, String broadcast) throws Malformed {
        Subnet subnet = Subnet.parse(text);
        assertEquals(network, subnet.network().toString());
        assertEquals(mask, subnet.mask().toString());
        assertEquals(broadcast, subnet.broadcast().toString());
        assertTrue(subnet.contains(subnet.broadcast()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "/8"})
    void anythingElseIsNoSubnet(String text) {
        assertThrows(Malformed.class, () -> Subnet.parse(text));
    }
}
