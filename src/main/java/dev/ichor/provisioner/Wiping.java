package dev.ichor.provisioner;

import dev.ichor.machine.Machine;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.provision.Consider;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells agents what to erase and hears how far they are. Thread-safe. */
final class Wiping {
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(3);

    private final Stores stores;
    private final Ledger ledger;
    private final InstantSource clock;
    /** When the progress of a disk was last kept, by arm and number. */
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    Wiping(Stores stores, Ledger ledger, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Only for the boot that took the machine's latest fingerprint, and only while its arm lives. */
    Optional<WipePlan> plan(Agent agent) {
        Optional<Machine> machine = stores.database().reading(c -> stores.machines().ofBoot(c, agent.boot()));
        return machine.flatMap(known -> known.arm(clock.instant()).map(arm -> plan(known, arm)))
                .filter(plan -> !plan.disks().isEmpty());
    }

    private static WipePlan plan(Machine machine, Arm arm) {
        List<WipePlan.Item> items = new ArrayList<>();
        for (int number = 0; number < arm.disks().size(); number++) {
            if (arm.disks().get(number).isToBeErased()) {
                items.add(new WipePlan.Item(number, arm.disks().get(number)));
            }
        }
        return new WipePlan(arm.id(), machine.evidence().fingerprint(), items);
    }

    /** True if the agent may go on; what it said is on the disk then. */
    boolean receipt(Agent agent, Receipt receipt) {
        if (isProgress(receipt) && !isDue(receipt)) {
            return stores.database().reading(c -> stores.machines().ofBoot(c, agent.boot()))
                    .filter(machine -> goesOn(machine, agent, receipt)).isPresent();
        }
        return ledger.change(writing -> {
            Optional<Machine> machine = stores.machines().ofBoot(writing.connection(), agent.boot());
            return machine.isPresent() && hear(writing, machine.get(), agent, receipt);
        });
    }

    private static boolean isProgress(Receipt receipt) {
        return receipt.state() == ArmedDisk.State.STARTED && receipt.percent() > 0;
    }

    private boolean isDue(Receipt receipt) {
        Instant last = noted.get(key(receipt));
        return last == null || !clock.instant().isBefore(last.plus(BETWEEN_NOTES))
                || clock.instant().isBefore(last);
    }

    private static String key(Receipt receipt) {
        return receipt.arm() + " " + receipt.number();
    }

    /** Nothing need be kept of it: the disk is known to be begun, and its arm lives. */
    private boolean goesOn(Machine machine, Agent agent, Receipt receipt) {
        return isBegun(machine, receipt) && !(heard(machine, agent, receipt) instanceof Consider.Heard.Over);
    }

    private static boolean isBegun(Machine machine, Receipt receipt) {
        return machine.stage() instanceof dev.ichor.machine.Stage.Armed armed
                && armed.arm().id().equals(receipt.arm()) && receipt.number() >= 0
                && receipt.number() < armed.arm().disks().size()
                && armed.arm().disks().get(receipt.number()).state() == ArmedDisk.State.STARTED;
    }

    private Consider.Heard heard(Machine machine, Agent agent, Receipt receipt) {
        return Consider.onReceipt(machine, agent.boot(), receipt.arm(), receipt.number(), receipt.state(),
                receipt.percent(), receipt.note(), clock.instant());
    }

    private boolean hear(Ledger.Writing writing, Machine machine, Agent agent, Receipt receipt) throws SQLException {
        return switch (heard(machine, agent, receipt)) {
            case Consider.Heard.Over _ -> false;
            case Consider.Heard.Known _ -> true;
            case Consider.Heard.News(dev.ichor.machine.MachineEvent.DiskErased erased)
                    when receipt.state() == ArmedDisk.State.STARTED && isBegun(machine, receipt) -> {
                // An event a percent would bury what happened.
                stores.arms().note(writing.connection(), receipt.arm(), receipt.number(), erased.note());
                noted.put(key(receipt), clock.instant());
                yield true;
            }
            case Consider.Heard.News(dev.ichor.machine.MachineEvent event) -> {
                noted.remove(key(receipt));
                writing.apply(machine, event);
                yield true;
            }
        };
    }
}
