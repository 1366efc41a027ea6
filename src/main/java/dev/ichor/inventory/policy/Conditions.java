package dev.ichor.inventory.policy;

import dev.ichor.inventory.Size;
import dev.ichor.inventory.policy.PolicyMatch.Condition;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Nic.Lldp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** The conditions of one selector against one machine, in the order in which a file has them. */
final class Conditions {
    private final Selector selector;
    private final Fingerprint machine;
    private final List<Condition> out = new ArrayList<>();

    private Conditions(Selector selector, Fingerprint machine) {
        this.selector = selector;
        this.machine = machine;
    }

    static List<Condition> of(Selector selector, Fingerprint machine) {
        Conditions conditions = new Conditions(selector, machine);
        conditions.texts();
        conditions.least("cores", selector.cores(), machine.cpu().cores(), String::valueOf);
        conditions.least("memory", selector.memory(), machine.memory().bytes(), Conditions::memory);
        conditions.nvme();
        conditions.speed();
        conditions.neighbour();
        conditions.macs();
        return List.copyOf(conditions.out);
    }

    private void texts() {
        text("vendor", selector.vendor(), machine.system().manufacturer());
        text("product", selector.product(), machine.system().product());
        text("serial", selector.serial(), machine.system().serial());
        text("cpu", selector.cpu(), machine.cpu().model());
    }

    private void text(String key, Optional<String> wanted, String shown) {
        wanted.ifPresent(want -> add(key, want, shown, Glob.matches(want, shown)));
    }

    private void least(String key, OptionalLong wanted, long has, LongFunction<String> text) {
        wanted.ifPresent(want -> add(key, "at least " + text.apply(want), text.apply(has), has >= want));
    }

    private static String memory(long bytes) {
        return bytes % (1L << 20) == 0 ? Size.text(bytes) : bytes + " bytes (" + Size.memory(bytes) + ")";
    }

    private void nvme() {
        List<Disk> disks = machine.disks().stream().filter(disk -> disk.transport() == Disk.Transport.NVME
                && !disk.removable()).toList();
        least("nvme-count", selector.nvmeCount(), disks.size(), String::valueOf);
        selector.nvmeBytes().ifPresent(bytes -> {
            long wanted = selector.nvmeCount().orElse(1);
            long has = disks.stream().filter(disk -> disk.bytes() >= bytes).count();
            String sizes = disks.stream().map(disk -> Size.shown(disk.bytes())).sorted()
                    .collect(Collectors.joining(", "));
            add("nvme-size", wanted + " of at least " + Size.text(bytes),
                    has + (sizes.isEmpty() ? "" : " of " + sizes), has >= wanted);
        });
    }

    private void speed() {
        long fastest = machine.nics().stream().filter(Nic::link).mapToLong(nic -> nic.speed().orElse(0)).max()
                .orElse(0);
        least("nic-speed", selector.nicSpeed(), fastest, speed -> speed + " Mb/s");
    }

    /** A port is one of the wanted switch, so both must hold for the same NIC. */
    private void neighbour() {
        List<Lldp> seen = machine.nics().stream().flatMap(nic -> nic.lldp().stream()).toList();
        List<Lldp> there = seen.stream()
                .filter(lldp -> selector.switchName().map(name -> Glob.matches(name, lldp.system())).orElse(true))
                .toList();
        selector.switchName().ifPresent(name -> add("switch", name, list(seen, Lldp::system), !there.isEmpty()));
        selector.switchPort().ifPresent(port -> add("switch-port", port, list(there, Lldp::port),
                there.stream().anyMatch(lldp -> Glob.matches(port, lldp.port()))));
    }

    private static String list(List<Lldp> neighbours, Function<Lldp, String> part) {
        return neighbours.stream().map(part).distinct().sorted().collect(Collectors.joining(", "));
    }

    private void macs() {
        if (!selector.macs().isEmpty()) {
            List<String> has = machine.nics().stream().map(nic -> nic.mac().toString()).sorted().toList();
            boolean holds = has.stream().anyMatch(mac -> selector.macs().stream()
                    .anyMatch(prefix -> mac.startsWith(prefix.toLowerCase(Locale.ROOT))));
            add("macs", "one of " + String.join(", ", selector.macs()), String.join(", ", has), holds);
        }
    }

    private void add(String key, String wanted, String shown, boolean holds) {
        out.add(new Condition(key, wanted, shown.isBlank() ? "nothing" : shown, holds));
    }
}
