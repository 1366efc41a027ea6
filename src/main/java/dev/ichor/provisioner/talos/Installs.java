package dev.ichor.provisioner.talos;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.ipxe.TalosImage;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Place;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.Readiness;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.talos.render.Rendering;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What nodes get, and who asked for it. Thread-safe. */
public interface Installs {
    /** A configuration that was handed out. {@code text} holds secrets; it is sealed at rest. */
    record Served(Sha256 hash, Instant at, String arm, String how, String text) {
        @Override
        public String toString() {
            return "Served[" + hash + ", " + at + ", " + arm + ", " + how + "]";
        }
    }

    /** What the machine would get now, and what it got last. */
    record Preview(MachineId machine, Place place, Rendering rendering, Optional<Served> last) {
    }

    /** Refused {@code CONFLICT} if the machine is no node or the cluster's secrets are missing. */
    Outcome<Preview> preview(MachineId machine);

    /** A person looks at the secrets of a configuration, which is audited. */
    void revealed(MachineId machine, Caller by);

    /** What the holder of a ticket is answered. */
    sealed interface Answer {
        /** The configuration's bytes. */
        record Configuration(byte[] bytes, MachineId machine) implements Answer {
        }

        /** Nothing; {@code code} is one of {@link Refusal}'s. */
        record Nothing(String code) implements Answer {
        }
    }

    /**
     * The holder of a ticket wants its configuration. When this answers with one, that the installation began is on
     * the disk.
     */
    Answer fetch(String ticket, Ipv4 from);

    /** What {@link #fetch} would answer; it spends nothing, and begins nothing. */
    Answer look(String ticket, Ipv4 from);

    /** Whether the machine could install Talos at once. Cheap if nothing changed. Not inside a transaction. */
    Readiness readiness(Machine machine, Arch arch);

    /**
     * What boots Talos on the machine, with a ticket for that boot. Asked within the same minute the answer is the
     * same. Not inside a transaction.
     *
     * @param arm what allows it
     * @param url of the boot plane
     * @return empty if it could not install at once
     */
    Optional<TalosImage> image(Machine machine, Arm arm, Sighting asking, String url);

    /**
     * A ticket that was refused.
     *
     * @param machine whom the ticket was for, if that could be told
     * @param code    {@code unknown}, {@code late}, {@code used}, {@code other-machine}, {@code disarmed},
     *                {@code changed}, {@code not-valid} or {@code locked}
     * @param text    for people
     */
    record Refusal(Instant at, Optional<MachineId> machine, Ipv4 from, String code, String text) {
    }

    /** Newest first; of one machine or of all. */
    List<Refusal> refusals(Optional<MachineId> machine, int limit);
}
