package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The rack is sound by itself: foreign servers boot real firmware on all three paths at once. */
@Tag("rack")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Isolated("its machines need all cores")
class RackTest {
    private static final Duration BOOT = Duration.ofSeconds(120);

    @Test
    void threeFirmwarePathsBootAtOnceFromForeignServers() throws Exception {
        try (Rack rack = Rack.open()) {
            Segment segment = rack.segment(9000);
            Host server = segment.host("server", "10.77.0.1/24");
            Path files = bootFiles(rack);
            serve(server, files);
            rack.own(Dnsmasq.booting(server, Ipv4.parse("10.77.0.100"), Ipv4.parse("10.77.0.199"), files,
                    "http://10.77.0.1:8080/snponly.efi"));
            List<VirtualMachine> machines = List.of(
                    machine(segment, 1, BootPath.BIOS_PXE, MachineSpec.NicModel.E1000E),
                    machine(segment, 2, BootPath.UEFI_PXE, MachineSpec.NicModel.VIRTIO),
                    machine(segment, 3, BootPath.UEFI_HTTP, MachineSpec.NicModel.VIRTIO));
            VirtualMachine uefiPxe = machines.get(1);
            Capture wire = segment.capture(uefiPxe.port(0));
            long start = System.nanoTime();
            machines.forEach(VirtualMachine::powerOn);
            for (VirtualMachine machine : machines) {
                String mark = machine.awaitConsole("MARK (\\S+) (\\S+) (\\S+) (\\S+)", BOOT).group();
                System.out.println(machine + ": " + mark + " after "
                        + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
                assertEquals(expected(machine.spec()), mark);
            }
            assertTrue(machines.get(2).console().text().contains("UEFI HTTPv4"), "booted by HTTP");
            assertFalse(machines.get(2).console().text().contains("UEFI PXEv4"), "tried nothing but HTTP");
            assertTrue(uefiPxe.console().text().contains("UEFI PXEv4"), "booted by EDK2's PXE");
            heardItsNeighbour(wire.stop(), uefiPxe.spec().nics().getFirst());
            resetAndPowerCycleBootAgain(machines.getFirst());
            diskContentsCompare(machines.getFirst());
        }
    }

    private static void resetAndPowerCycleBootAgain(VirtualMachine machine) {
        long mark = machine.console().position();
        machine.reset();
        machine.awaitConsole("iPXE", mark, Duration.ofSeconds(60));
        machine.pressPower();
        assertTrue(machine.isOn(), "iPXE does not listen to the power button");
        machine.powerOff();
        machine.awaitOff(Duration.ofSeconds(5));
        long second = machine.console().position();
        machine.powerOn();
        machine.reset();
        machine.awaitConsole("iPXE", second, Duration.ofSeconds(60));
        machine.powerOff();
    }

    private static void diskContentsCompare(VirtualMachine machine) {
        DiskImage disk = machine.disk("NV-1-A");
        assertEquals(64L << 20, disk.bytes());
        DiskImage before = disk.copy();
        assertEquals(OptionalLong.empty(), disk.firstDifference(before));
        disk.write(12_345_678, new byte[] {1});
        assertEquals(OptionalLong.of(12_345_678), disk.firstDifference(before));
    }

    private static void heardItsNeighbour(List<Pcap.Packet> packets, MachineSpec.Nic nic) {
        byte[] frame = nic.neighbour().orElseThrow().frame();
        assertTrue(packets.stream().filter(packet -> packet.etherType() == 0x88CC)
                .anyMatch(packet -> java.util.Arrays.equals(packet.frame(), frame)), "its own port's LLDP frame");
        assertTrue(packets.stream().filter(packet -> packet.source().equals(nic.mac()))
                .flatMap(packet -> packet.udp().stream()).anyMatch(udp -> udp.destinationPort() == 67), "a DISCOVER");
    }

    private static String expected(MachineSpec spec) {
        String platform = spec.boot() == BootPath.BIOS_PXE ? "pcbios" : "efi";
        return "MARK %s %s %s %s".formatted(platform, spec.nics().getFirst().mac(), spec.smbios().uuid(),
                spec.smbios().serial());
    }

    private static VirtualMachine machine(Segment segment, int number, BootPath boot, MachineSpec.NicModel model) {
        Mac mac = new Mac(0x5254_0000_0000L + number);
        Neighbour neighbour = new Neighbour(new Mac(0x0200_0000_00FEL), "leaf1", "Ethernet" + number, "rack port", 77);
        return segment.machine(MachineSpec.of("m" + number, boot, new MachineSpec.Smbios(
                        new SystemUuid(new UUID(0x1234_5678_9ABC_4DEFL, 0x8123_0000_0000_0000L + number)), "Ichor, Inc",
                        "Model " + number, "SN-" + number, "CH-" + number))
                .with(new MachineSpec.Nic(mac, model, Optional.of(neighbour)))
                .with(MachineSpec.Disk.nvme("NV-" + number + "-A", 64))
                .with(MachineSpec.Disk.sata("SA-" + number + "-B", 32)));
    }

    private static void serve(Host server, Path files) {
        HttpServer http = server.namespace().call(() -> SimpleFileServer.createFileServer(
                new InetSocketAddress(server.address().inet(), 8080), files, SimpleFileServer.OutputLevel.NONE));
        http.start();
        server.namespace().rack().own(() -> http.stop(0));
    }

    private static Path bootFiles(Rack rack) throws IOException {
        Path files = Files.createDirectory(rack.folder().resolve("tftp"));
        for (String name : List.of("undionly.kpxe", "snponly.efi")) {
            Files.copy(Debian.file("/usr/lib/ipxe/" + name), files.resolve(name));
        }
        Files.writeString(files.resolve("boot.ipxe"), """
                #!ipxe
                echo MARK ${platform} ${net0/mac} ${uuid} ${serial} done
                sleep 600
                """);
        return files;
    }
}
