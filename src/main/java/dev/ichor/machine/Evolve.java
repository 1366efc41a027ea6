package dev.ichor.machine;

import dev.ichor.machine.MachineEvent.FingerprintTaken;
import java.util.List;
import java.util.Optional;

/** How an event changes a machine: the only place where a machine's state changes. */
public final class Evolve {
    private Evolve() {
    }

    /** The machine that its first fingerprint makes. */
    public static Machine begin(MachineId id, FingerprintTaken first) {
        return new Machine(id, first.identity(), new Stage.Discovered(first.hash(), first.at()),
                new Evidence(first.boot(), first.hash(), first.at()), Optional.empty(), List.of(), Optional.empty(),
                List.of(), List.of(), Optional.empty(), 1, first.at());
    }

    /**
     * The machine after the event. An event that does not fit the stage it is in changes nothing but the turn:
     *
     * <ul>
     * <li>Whatever happens, only {@code ArmGiven} arms. A machine that is held, or armed already, is not armed.</li>
     * <li>An arm is over when the machine is held, is found to be installed, or gets another node or other roles: the
     * arm was given for what it was before.</li>
     * <li>A fingerprint of an older boot than the latest evidence is no evidence.</li>
     * <li>A machine that is being installed stays so for fingerprints of the boot that installs and of older ones. One
     * of a later boot shows that it runs neither an installer nor its disk: it is no longer being installed, has no
     * arm, and a person must look at it.</li>
     * <li>A machine whose installation failed, by its own word, may begin it again in a later boot by the same arm;
     * without that word it may not. Whoever says after a failure that it is at work again has not failed, and who was told by a
     * person to boot its own disk may have data on it.</li>
     * <li>A held machine stays held until a person says who is who. What happens to it meanwhile counts after
     * that.</li>
     * <li>An installed machine stays so for everything but a new arm. When that is over, the machine is installed again
     * unless its system disk may have been written to.</li>
     * </ul>
     */
    public static Machine apply(Machine machine, MachineEvent event) {
        Draft draft = new Draft(machine);
        switch (event) {
            case FingerprintTaken taken -> draft.fingerprinted(taken);
            case MachineEvent.Held held -> draft.held(held);
            case MachineEvent.Released released -> draft.released(released);
            case MachineEvent.OrderGiven given -> draft.ordered(given.order());
            case MachineEvent.OrderObeyed obeyed -> draft.obeyed(obeyed.number());
            case MachineEvent.Reported _ -> {
            }
            case MachineEvent.Assigned assigned -> draft.assigned(assigned);
            case MachineEvent.Unassigned unassigned -> draft.unassigned(unassigned.at());
            case MachineEvent.RolesSet roles -> draft.roles(roles);
            case MachineEvent.Assessed assessed -> draft.assessed(assessed.obstacles());
            case MachineEvent.ArmGiven given -> draft.armed(given);
            case MachineEvent.ArmEnded ended -> draft.armEnded(ended);
            case MachineEvent.DiskErased erased -> draft.erased(erased);
            case MachineEvent.InstallStarted started -> draft.installing(started);
            case MachineEvent.InstallStep step -> draft.installStep(step);
            case MachineEvent.InstallFailed failed -> draft.installFailed(failed);
            case MachineEvent.InstallDone done -> draft.installed(done.at());
        }
        return draft.machine(isNews(event) ? machine.turn() + 1 : machine.turn());
    }

    /** What an agent says of itself is no news to it. */
    private static boolean isNews(MachineEvent event) {
        return !(event instanceof MachineEvent.OrderObeyed || event instanceof MachineEvent.Reported);
    }
}
