package dev.ichor.inventory.roles;

import dev.ichor.inventory.Size;
import dev.ichor.inventory.roles.RoleSheet.Check;
import dev.ichor.inventory.roles.RoleSheet.Check.Verdict;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Nic;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The machine as a whole against what a node needs. */
final class HardwareChecks {
    /** The kernel and the firmware keep part of the memory that is fitted, so a little less counts as enough. */
    private static final double FITTED = 0.93;

    private HardwareChecks() {
    }

    static List<Check> of(Fingerprint machine, List<RoleSheet.Row> rows, HardwareNeeds needs) {
        List<Check> out = new ArrayList<>();
        int cores = machine.cpu().cores();
        out.add(check("cores", cores, needs.leastCores(), needs.goodCores(), cores + " physical cores",
                Integer.toString(needs.leastCores()), Integer.toString(needs.goodCores())));
        out.add(machine.cpu().sse42() ? new Check("sse4.2", Verdict.GOOD, "the CPU has SSE4.2")
                : new Check("sse4.2", Verdict.TOO_LITTLE, "the CPU has no SSE4.2, without which Mayastor's io-engine"
                        + " does not start"));
        long memory = machine.memory().bytes();
        out.add(check("memory", memory, (long) (needs.leastMemory() * FITTED), (long) (needs.goodMemory() * FITTED),
                Size.memory(memory), Size.memory(needs.leastMemory()), Size.memory(needs.goodMemory())));
        out.add(disks(rows));
        out.add(link(machine, needs));
        return out;
    }

    private static Check check(String what, long has, long least, long good, String shown, String leastText,
                               String goodText) {
        return has < least ? new Check(what, Verdict.TOO_LITTLE, shown + "; at least " + leastText + " are needed")
                : has < good ? new Check(what, Verdict.ENOUGH, shown + "; " + goodText + " or more are recommended")
                : new Check(what, Verdict.GOOD, shown);
    }

    private static Check disks(List<RoleSheet.Row> rows) {
        long system = rows.stream().filter(row -> row.suggested() == DiskRole.SYSTEM).count();
        long pools = rows.stream().filter(row -> row.suggested() == DiskRole.POOL).count();
        String text = (system == 1 ? "a system disk" : "no system disk") + " and " + (pools == 0 ? "no pool disk"
                : pools == 1 ? "one pool disk" : pools + " pool disks");
        return system == 1 && pools > 0 ? new Check("disks", Verdict.GOOD, text)
                : new Check("disks", Verdict.TOO_LITTLE, text + "; one system disk and one pool disk are needed");
    }

    private static Check link(Fingerprint machine, HardwareNeeds needs) {
        List<Nic> up = machine.nics().stream().filter(Nic::link).toList();
        OptionalInt fastest = up.stream().flatMapToInt(nic -> nic.speed().stream()).max();
        if (fastest.isEmpty()) {
            return up.isEmpty() ? new Check("link", Verdict.TOO_LITTLE, "no NIC has a link")
                    : new Check("link", Verdict.UNKNOWN, "no NIC with a link tells its speed");
        }
        return check("link", fastest.getAsInt(), needs.leastLinkMbit(), needs.goodLinkMbit(),
                fastest.getAsInt() + " Mb/s", needs.leastLinkMbit() + " Mb/s", needs.goodLinkMbit() + " Mb/s");
    }
}
