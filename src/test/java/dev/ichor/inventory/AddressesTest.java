package dev.ichor.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AddressesTest {
    private static Ipv4 ip(String text) throws Exception {
        return Ipv4.parse(text);
    }

    private static StorageNetwork network(String subnet, String first, String last) throws Exception {
        return new StorageNetwork(Subnet.parse(subnet), OptionalInt.empty(), 9000,
                Optional.of(new StorageNetwork.Pool(ip(first), ip(last))));
    }

    @Test
    void theLowestThatWasNeverGivenComesFirst() throws Exception {
        StorageNetwork network = network("10.0.0.0/24", "10.0.0.10", "10.0.0.12");
        assertEquals(Optional.of(ip("10.0.0.10")), Addresses.next(network, Set.of(), Set.of()));
        assertEquals(Optional.of(ip("10.0.0.11")), Addresses.next(network, Set.of(ip("10.0.0.10")), Set.of()));
        assertEquals(Optional.of(ip("10.0.0.12")), Addresses.next(network, Set.of(ip("10.0.0.10")),
                Set.of(ip("10.0.0.10"), ip("10.0.0.11"))), "11 was given before, so it rests");
        assertEquals(Optional.of(ip("10.0.0.11")), Addresses.next(network, Set.of(ip("10.0.0.10"), ip("10.0.0.12")),
                Set.of(ip("10.0.0.10"), ip("10.0.0.11"), ip("10.0.0.12"))), "only when all were given");
        assertEquals(Optional.empty(), Addresses.next(network,
                Set.of(ip("10.0.0.10"), ip("10.0.0.11"), ip("10.0.0.12")), Set.of()));
    }

    @Test
    void theEdgesOfTheSubnetAreNobodys() throws Exception {
        StorageNetwork network = network("10.0.0.0/30", "10.0.0.0", "10.0.0.3");
        assertEquals(Optional.of(ip("10.0.0.1")), Addresses.next(network, Set.of(), Set.of()));
        assertEquals(Optional.empty(), Addresses.next(network, Set.of(ip("10.0.0.1"), ip("10.0.0.2")), Set.of()));
        StorageNetwork pair = network("10.0.0.0/31", "10.0.0.0", "10.0.0.1");
        assertEquals(Optional.of(ip("10.0.0.0")), Addresses.next(pair, Set.of(), Set.of()));
        StorageNetwork end = network("255.255.255.252/30", "255.255.255.253", "255.255.255.255");
        assertEquals(Optional.of(ip("255.255.255.254")), Addresses.next(end, Set.of(ip("255.255.255.253")), Set.of()));
        assertEquals(Optional.empty(), Addresses.next(
                new StorageNetwork(Subnet.parse("10.0.0.0/24"), OptionalInt.empty(), 9000, Optional.empty()), Set.of(),
                Set.of()));
    }

    @Test
    void noAddressIsGivenTwiceUntilAllWere() throws Exception {
        StorageNetwork network = network("10.0.0.0/24", "10.0.0.0", "10.0.0.255");
        Set<Ipv4> given = new HashSet<>();
        for (int i = 0; i < 254; i++) {
            assertTrue(given.add(Addresses.next(network, Set.of(), given).orElseThrow()));
        }
        assertEquals(Optional.of(ip("10.0.0.1")), Addresses.next(network, Set.of(), given));
    }
}
