package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpCodec;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.rack.BootPath;
import dev.ichor.rack.Capture;
import dev.ichor.rack.Dnsmasq;
import dev.ichor.rack.Host;
import dev.ichor.rack.MachineSpec;
import dev.ichor.rack.Pcap;
import dev.ichor.rack.VirtualMachine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Beside the site's DHCP server, the appliance only adds the boot file. */
@Tag("rack")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ProxyModeTest {
    @Test
    void machinesBootFromUsWithAddressesOfTheSitesServer() throws Malformed {
        try (Site site = Site.proxy(1500)) {
            Host server = site.segment().host("dhcp", "10.77.0.2/24");
            Dnsmasq dnsmasq = site.rack().own(Dnsmasq.leasing(server, Ipv4.parse("10.77.0.100"),
                    Ipv4.parse("10.77.0.150")));
            Capture wire = site.segment().capture(site.host().port());
            site.appliance().start();
            List<VirtualMachine> machines = List.of(machine(site, 11, BootPath.BIOS_PXE),
                    machine(site, 12, BootPath.UEFI_PXE));
            machines.forEach(VirtualMachine::powerOn);
            site.awaitFingerprints(machines, Duration.ofSeconds(240));
            String leased = dnsmasq.log().text();
            for (VirtualMachine machine : machines) {
                Models.assertAsGiven(machine.spec(), site.machine(machine).latest().orElseThrow().fingerprint());
                assertTrue(leased.lines().anyMatch(line -> line.contains("DHCPACK")
                        && line.contains(Site.mac(machine))), "the site's server leased to " + machine);
            }
            assertTrue(machines.get(1).console().text().contains("UEFI PXEv4"), "booted by EDK2's PXE");
            assertNeverLeased(wire.stop());
        }
    }

    private static VirtualMachine machine(Site site, int number, BootPath boot) {
        return site.segment().machine(Models.plain(number, boot).withMemory(640)
                .with(MachineSpec.Disk.nvme("NV-" + number, 64)));
    }

    private static void assertNeverLeased(List<Pcap.Packet> packets) throws Malformed {
        Ipv4 own = Ipv4.parse(Site.ADDRESS);
        int answers = 0;
        for (Pcap.Packet packet : packets) {
            Optional<Pcap.Udp> udp = packet.udp().filter(u -> u.source().equals(own)
                    && (u.sourcePort() == 67 || u.sourcePort() == 4011));
            if (udp.isPresent()) {
                DhcpMessage said = DhcpCodec.decode(udp.get().payload());
                // The watch for other servers asks as a client from port 68; from these ports come answers only.
                assertTrue(said.reply(), said.dump());
                assertNotEquals(Optional.of(MessageType.NAK), said.type(), said.dump());
                assertTrue(said.yiaddr().isAny(), said.dump());
                assertFalse(said.options().has(Code.LEASE_TIME), said.dump());
                answers++;
            }
        }
        assertTrue(answers >= 4, "two machines, each with firmware and iPXE, had answers: " + answers);
    }
}
