package dev.ichor.cli;

import dev.ichor.base.Mac;
import dev.ichor.machine.Fingerprint;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything about one machine on a page. */
final class MachineText {
    private final StringBuilder out = new StringBuilder();

    private MachineText() {
    }

    static String of(MachineDetail detail) {
        MachineText text = new MachineText();
        text.machine(detail.machine());
        text.place(detail);
        detail.latest().ifPresent(text::snapshot);
        return text.out.toString();
    }

    private void place(MachineDetail detail) {
        detail.machine().place().ifPresent(place -> line("Node", place.node() + " of cluster " + place.cluster()
                + ", by " + place.by()));
        detail.address().ifPresent(address -> line("Address", address + " for storage"));
        detail.installed().ifPresent(since -> line("Installed", "runs from its own disk since " + Show.time(since)
                + " UTC"));
        detail.arm().ifPresent(arm -> line("Armed", "to " + arm.purpose() + " until " + Show.time(arm.until())
                + " UTC, by " + arm.by() + " (" + arm.id() + ")"));
        list("In the way", detail.obstacles().stream().map(ReasonBody::text).toList());
        if (!detail.claims().isEmpty()) {
            Table table = new Table("SERIAL", "SIZE", "ROLE", "GIVEN UP");
            detail.claims().forEach(claim -> table.row(claim.disk().serial(), Show.capacity(claim.disk().bytes()),
                    SheetText.role(Optional.of(claim.role()), claim.keep()), claim.accepted()));
            out.append("\nDisk roles\n").append(table.text("  "));
        }
        if (!detail.obstacles().isEmpty() || !detail.claims().isEmpty()) {
            out.append('\n');
        }
    }

    private void machine(MachineSummary machine) {
        line("Machine", machine.id().text());
        line("Stage", machine.stage() + " – " + machine.reason().text());
        line("UUID", Show.of(machine.uuid()));
        line("MACs", machine.macs().stream().map(Mac::toString).collect(Collectors.joining(", ")));
        line("Seen", "first " + Show.time(machine.firstSeen()) + ", last " + Show.time(machine.lastSeen()) + " UTC");
    }

    private void snapshot(Snapshot snapshot) {
        Fingerprint print = snapshot.fingerprint();
        line("Fingerprint", snapshot.hash().hex().substring(0, 12) + " of " + Show.time(snapshot.taken()) + " UTC, "
                + "boot " + print.bootId());
        system(print.system());
        platform(print.platform());
        cpu(print.cpu(), print.memory());
        disks(print.disks());
        nics(print.nics());
        list("What changed since the fingerprint before", snapshot.difference());
        list("Notes", print.notes());
    }

    private void system(SystemIdentity system) {
        line("System", join(" ", system.manufacturer(), system.product()));
        line("Serials", join(", ", named("system", system.serial()), named("board", system.boardSerial()),
                named("chassis", system.chassisSerial()), named("SKU", system.sku()),
                named("asset tag", system.assetTag())));
    }

    private void platform(Platform platform) {
        line("Firmware", platform.firmware().label().toUpperCase(Locale.ROOT) + ", "
                + join(" ", platform.biosVendor(), platform.biosVersion(), platform.biosDate()) + ", Secure Boot "
                + lower(platform.secureBoot()));
        line("TPM", platform.tpm().orElse("none"));
        line("BMC", platform.bmc().map(bmc -> join(", ", bmc.address(), bmc.mac())).map(t -> t.isEmpty()
                ? "present, address unknown" : t).orElse("none answered"));
    }

    private void cpu(Cpu cpu, Memory memory) {
        line("CPU", cpu.model() + ": " + cpu.sockets() + " sockets, " + cpu.cores() + " cores, " + cpu.threads()
                + " threads, SSE4.2 " + Show.yes(cpu.sse42()));
        line("Memory", Show.memory(memory.bytes()) + (memory.nodes().size() < 2 ? "" : " ("
                + memory.nodes().stream().map(n -> "node " + n.number() + ": " + Show.memory(n.bytes()))
                        .collect(Collectors.joining(", ")) + ")"));
    }

    private void disks(List<Disk> disks) {
        if (disks.isEmpty()) {
            list("Disks", List.of("none"));
            return;
        }
        Table table = new Table("DISK", "SERIAL", "SIZE", "MODEL", "TYPE", "NUMA", "LINK", "HEALTH", "CONTENTS");
        disks.forEach(disk -> table.row(disk.kernelName(), disk.serial(), Show.capacity(disk.bytes()), disk.model(),
                lower(disk.transport()) + (disk.rotational() ? ", spins" : ""), Show.number(disk.numa()),
                disk.pci().map(MachineText::link).orElse(""), disk.health().map(MachineText::health).orElse("unknown"),
                disk.contents().stream().map(Contents::describe).collect(Collectors.joining("; "))));
        out.append("\nDisks\n").append(table.text("  "));
        disks.stream().filter(disk -> !disk.byId().isEmpty() || !disk.wwid().isEmpty()).forEach(disk -> out
                .append("  ").append(disk.kernelName()).append(": wwid ").append(disk.wwid().isEmpty() ? "-"
                        : disk.wwid()).append(disk.byId().stream().map(id -> ", /dev/disk/by-id/" + id).limit(1)
                        .collect(Collectors.joining())).append('\n'));
    }

    private static String health(Disk.Health health) {
        String state = health.criticalWarning() != 0 ? "WARNING 0x" + Integer.toHexString(health.criticalWarning())
                : health.mediaErrors() > 0 ? health.mediaErrors() + " media errors" : "good";
        return state + ", " + health.percentageUsed() + "% used, " + health.celsius() + " C";
    }

    private static String link(PciLink link) {
        if (link.speed().isEmpty() || link.width().isEmpty()) {
            return link.address();
        }
        String now = gt(link.speed().getAsInt()) + " x" + link.width().getAsInt();
        return link.isDegraded() && link.maximumSpeed().isPresent() && link.maximumWidth().isPresent()
                ? now + " of " + gt(link.maximumSpeed().getAsInt()) + " x" + link.maximumWidth().getAsInt() : now;
    }

    private static String gt(int tenths) {
        return (tenths % 10 == 0 ? String.valueOf(tenths / 10) : tenths / 10 + "." + tenths % 10) + " GT/s";
    }

    private void nics(List<Nic> nics) {
        if (nics.isEmpty()) {
            list("NICs", List.of("none"));
            return;
        }
        Table table = new Table("NIC", "MAC", "LINK", "DRIVER", "NUMA", "ADDRESS", "NEIGHBOUR", "JUMBO");
        nics.forEach(nic -> table.row(nic.kernelName() + (nic.booted() ? " (booted)" : ""), nic.mac(),
                nic.link() ? (nic.speed().isPresent() ? nic.speed().getAsInt() + " Mb/s" : "up") : "no link",
                nic.driver(), Show.number(nic.numa()), nic.address(), nic.lldp().map(l -> join(" ", l.system(),
                        l.port().isEmpty() ? l.portDescription() : l.port())).orElse(""),
                nic.jumbo().map(MachineText::jumbo).orElse("not tried")));
        out.append("\nNICs\n").append(table.text("  "));
    }

    private static String jumbo(Nic.Jumbo jumbo) {
        return switch (jumbo.verdict()) {
            case PASSES -> "passes";
            case LOST -> "lost (" + jumbo.received() + " of " + jumbo.sent() + " came back)";
            case TOO_SMALL -> "MTU too small";
            case UNREACHABLE -> "unreachable";
        };
    }

    private void list(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append('\n').append(heading).append('\n');
            lines.forEach(line -> wrapped(Show.plain(line)));
        }
    }

    private void wrapped(String text) {
        String indent = "  ";
        for (String line : AccountText.wrapped(text, AccountText.WIDTH - 4)) {
            out.append(indent).append(line).append('\n');
            indent = "    ";
        }
    }

    private void line(String name, String value) {
        String before = name + " ".repeat(Math.max(1, 13 - name.length()));
        for (String text : AccountText.wrapped(value.isEmpty() ? "-" : Show.plain(value), AccountText.WIDTH
                - before.length())) {
            out.append(before).append(text).append('\n');
            before = " ".repeat(13);
        }
    }

    private static String named(String name, String value) {
        return value.isEmpty() ? "" : name + " " + value;
    }

    private static String join(String between, String... parts) {
        return java.util.Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(between));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
