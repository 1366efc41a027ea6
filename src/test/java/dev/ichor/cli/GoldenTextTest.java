package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.LogLines;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.SystemIdentity;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.PciLink;
import dev.ichor.machine.hardware.Platform;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.ReasonBody;
import dev.ichor.server.admin.api.Snapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** What people read, exactly. */
class GoldenTextTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Mac MAC = new Mac(0x525400000001L);
    private static final MachineSummary SUMMARY = new MachineSummary(new MachineId("m-abcdefgh"), "SN1", "Acme R1",
            "discovered", new ReasonBody("nothing-to-do", "no node is assigned"), false, Optional.empty(),
            Optional.empty(), 1, Optional.empty(), List.of(MAC), 2, 1_920_383_410_176L, 1, "uefi", NOW,
            NOW.plusSeconds(90));

    @Test
    void machinesInATable() {
        assertEquals("""
                ID          NODE  STAGE       SERIAL  PRODUCT  DISKS      LAST SEEN            REASON
                m-abcdefgh  -     discovered  SN1     Acme R1  2, 1.9 TB  2026-03-01 08:01:30  no node is assigned
                """,
                MachineTable.of(List.of(SUMMARY), false));
        assertTrue(MachineTable.of(List.of(), false).startsWith("No machine has been fingerprinted yet."));
    }

    @Test
    void oneMachineOnAPage() {
        PciLink link = new PciLink("0000:01:00.0", OptionalInt.of(80), OptionalInt.of(2), OptionalInt.of(160),
                OptionalInt.of(4));
        Disk disk = new Disk("nvme0n1", "eui.0001", "S1", "Model", "", "", "1", 960_197_124_096L, 512, 4096, List.of(),
                Disk.Transport.NVME, false, false, false, Optional.of(link), OptionalInt.of(0),
                Optional.of(new Disk.Health(0, 3, 100, 10, 0, 100, 35)), List.of("nvme-eui.0001"),
                List.of(new Contents.Blank()));
        Nic nic = new Nic(MAC, "eth0", "mlx5_core", "1", Optional.empty(), OptionalInt.empty(), OptionalInt.of(25000),
                true, OptionalInt.of(9000), true, "10.77.0.50/24", Optional.of(new Nic.Lldp("c", "Eth1/7", "leaf1", "",
                        0)), Optional.of(new Nic.Jumbo(Nic.Jumbo.Verdict.LOST, 5, 1, "")));
        Fingerprint print = new Fingerprint(BootId.of(1), new SystemIdentity(Optional.empty(), "Acme", "R1", "SN1", "",
                "B1", "", ""), new Platform(Firmware.UEFI, "AMI", "1.2", "01/02/2026", Platform.SecureBoot.OFF,
                Optional.empty(), Optional.empty()), new Cpu("Xeon", 1, 8, 16, true, List.of(), List.of()),
                new Memory(64L << 30, List.of()), List.of(disk), List.of(nic), List.of("a note"));
        assertEquals("""
                Machine      m-abcdefgh
                Stage        discovered – no node is assigned
                UUID         -
                MACs         52:54:00:00:00:01
                Seen         first 2026-03-01 08:00:00, last 2026-03-01 08:01:30 UTC
                Fingerprint  aaaaaaaaaaaa of 2026-03-01 08:00:00 UTC, boot 0000000000000001
                System       Acme R1
                Serials      system SN1, board B1
                Firmware     UEFI, AMI 1.2 01/02/2026, Secure Boot off
                TPM          none
                BMC          none answered
                CPU          Xeon: 1 sockets, 8 cores, 16 threads, SSE4.2 yes
                Memory       64 GiB

                Disks
                  DISK     SERIAL  SIZE    MODEL  TYPE  NUMA  LINK                     HEALTH               CONTENTS
                  nvme0n1  S1      960 GB  Model  nvme  0     8 GT/s x2 of 16 GT/s x4  good, 3% used, 35 C  blank
                  nvme0n1: wwid eui.0001, /dev/disk/by-id/nvme-eui.0001

                NICs
                  NIC         MAC                LINK        DRIVER     NUMA  ADDRESS        NEIGHBOUR   JUMBO
                  eth0        52:54:00:00:00:01  25000 Mb/s  mlx5_core  -     10.77.0.50/24  leaf1       lost (1 of
                  (booted)                                                                   Eth1/7      5 came
                                                                                                         back)

                What changed since the fingerprint before
                  disk S2 is gone

                Notes
                  a note
                """,
                MachineText.of(new MachineDetail(SUMMARY, Optional.empty(), Optional.empty(), List.of(), List.of(),
                        Optional.empty(), Optional.of(new Snapshot(new Sha256("a".repeat(64)), NOW,
                        List.of("disk S2 is gone"), print)))));
    }

    @Test
    void logLinesCannotBeForged() {
        LogRecord logged = new LogRecord(Level.INFO, "tftp file=\"a\nevent=ready\" bytes=12 from=");
        logged.setInstant(NOW);
        logged.setLoggerName("dev.ichor.x.Y");
        assertEquals("time=2026-03-01T08:00:00.000Z level=info event=tftp file=\"a\\nevent=ready\" bytes=12 from=\"\" "
                + "logger=x.Y\n", new LogLines(ApplianceConfig.Format.LOGFMT).format(logged));
        assertEquals("{\"time\":\"2026-03-01T08:00:00.000Z\",\"level\":\"info\",\"event\":\"tftp\",\"file\":"
                + "\"a\\nevent=ready\",\"bytes\":\"12\",\"from\":\"\",\"logger\":\"x.Y\"}\n",
                new LogLines(ApplianceConfig.Format.JSON).format(logged));
        LogRecord prose = new LogRecord(Level.WARNING, "something odd happened");
        prose.setInstant(NOW);
        prose.setLoggerName("lib");
        assertEquals("time=2026-03-01T08:00:00.000Z level=warn event=log msg=\"something odd happened\" logger=lib\n",
                new LogLines(ApplianceConfig.Format.LOGFMT).format(prose));
    }

    @Test
    void missingCapabilitiesAreOneSentence() {
        Problems problems = new Problems();
        Privileges.check(ApplianceConfig.defaults(), 0, 1024, problems);
        assertEquals(List.of(new Problem("privileges", "this process may not open port 67 and 69 and hold DHCP to one "
                + "interface", "Run it as root, or with CAP_NET_BIND_SERVICE and CAP_NET_RAW, as the unit in systemd/ "
                + "does")), problems.list());
        Problems none = new Problems();
        Privileges.check(ApplianceConfig.defaults(), 1L << 10 | 1L << 13, 1024, none);
        assertTrue(none.isEmpty());
    }

    @Test
    void theKernelsNeighboursAreRead() throws dev.ichor.base.Malformed {
        String table = """
                IP address       HW type     Flags       HW address            Mask     Device
                10.77.0.50       0x1         0x2         52:54:00:00:00:01     *        eno2
                10.77.0.51       0x1         0x0         00:00:00:00:00:00     *        eno2
                """;
        assertEquals(Optional.of(MAC), Neighbours.find(table, Ipv4.parse("10.77.0.50")));
        assertEquals(Optional.empty(), Neighbours.find(table, Ipv4.parse("10.77.0.51")));
    }

    @Test
    void commandLineErrorsHaveTheirExitCodes() {
        StringWriter err = new StringWriter();
        PrintWriter out = new PrintWriter(new StringWriter());
        assertEquals(ExitCode.USAGE, Ichor.run(new String[] {"nonsense"}, Map.of(), out, new PrintWriter(err)));
        assertEquals(ExitCode.USAGE, Ichor.run(new String[] {"machines"}, Map.of(), out, new PrintWriter(err)));
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.SILENT, Ichor.run(new String[] {"machines", "list", "--set", "admin.port=1"}, Map.of(),
                out, new PrintWriter(err)));
        assertTrue(err.toString().startsWith("ichor: the appliance's admin plane at https://127.0.0.1:1 does not "
                + "answer"), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.FAILED, Ichor.run(new String[] {"events", "--set", "boot.port=x"}, Map.of(), out,
                new PrintWriter(err)));
        assertEquals("ichor: the settings cannot be used (1 problem):\n  command line boot.port: expected a whole "
                + "number from 1 to 65535\n", err.toString());
    }
}
