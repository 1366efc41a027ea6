package dev.ichor.provisioner;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Identify;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.store.Archives;
import dev.ichor.store.Database;
import dev.ichor.store.EventStore;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.MachineStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes fingerprints in: the evidence that makes and changes machines. Thread-safe. */
final class Intake {
    static final String OVER = "this boot is over: a newer boot of the same machine delivered a fingerprint";

    /** An agent delivers one, or a few if answers got lost; its token must not fill the disk. */
    static final int OF_A_BOOT = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Database database;
    private final Archives archives;
    private final MachineStore machines;
    private final FingerprintStore fingerprints;
    private final EventStore events;
    private final FingerprintDecoder decoder;
    private final FingerprintDifference difference;
    private final InstantSource clock;
    private final LongSupplier random;
    private final ReentrantLock decoding = new ReentrantLock(true);

    Intake(Database database, Archives archives, MachineStore machines, FingerprintStore fingerprints,
           EventStore events, FingerprintDecoder decoder, FingerprintDifference difference, InstantSource clock,
           LongSupplier random) {
        this.database = database;
        this.archives = archives;
        this.machines = machines;
        this.fingerprints = fingerprints;
        this.events = events;
        this.decoder = decoder;
        this.difference = difference;
        this.clock = clock;
        this.random = random;
    }

    /** What came of an upload: the answer, and the boots whose agents should look for news. */
    record Outcome(UploadAnswer answer, List<BootId> wake) {
        static Outcome of(UploadAnswer answer) {
            return new Outcome(answer, List.of());
        }
    }

    /** An upload that was read. */
    private record Upload(Agent agent, Sha256 hash, long bytes, Fingerprint fingerprint, Instant at) {
    }

    Outcome accept(Agent agent, Path file, Sha256 hash) throws IOException {
        if (database.reading(connection -> fingerprints.ofBoot(connection, agent.boot(), hash)) >= OF_A_BOOT) {
            return Outcome.of(new UploadAnswer.Refused("this boot has delivered " + OF_A_BOOT
                    + " fingerprints already: restart the machine"));
        }
        Fingerprint fingerprint;
        try {
            fingerprint = decode(file);
        } catch (Malformed e) {
            return Outcome.of(new UploadAnswer.Refused("the archive cannot be read: " + e.getMessage()));
        }
        Optional<String> foreign = foreign(agent, fingerprint);
        if (foreign.isPresent()) {
            return Outcome.of(new UploadAnswer.Refused(foreign.get()));
        }
        Upload upload = new Upload(agent, hash, Files.size(file), fingerprint, clock.instant());
        archives.keep(file, hash);
        return database.inTransaction(connection -> take(connection, upload));
    }

    /** One at a time: several large archives at once would not fit into memory. */
    private Fingerprint decode(Path file) throws Malformed, IOException {
        decoding.lock();
        try {
            return decoder.decode(file);
        } finally {
            decoding.unlock();
        }
    }

    /** A token speaks for one boot of one machine, so an archive of another is not accepted under it. */
    private static Optional<String> foreign(Agent agent, Fingerprint fingerprint) {
        if (!fingerprint.bootId().equals(agent.boot())) {
            return Optional.of("the archive is of boot " + fingerprint.bootId() + ", not of " + agent.boot());
        }
        boolean sameNic = fingerprint.nics().stream().anyMatch(nic -> nic.mac().equals(agent.mac()));
        boolean sameBoard = agent.uuid().isPresent() && agent.uuid().equals(fingerprint.system().uuid());
        return sameNic || sameBoard ? Optional.empty()
                : Optional.of("the archive shows neither the NIC nor the UUID that this machine booted with");
    }

    private Outcome take(Connection connection, Upload upload) throws SQLException {
        Identity shown = upload.fingerprint().identity();
        Identity identity = shown.macs().isEmpty() ? new Identity(shown.uuid(), List.of(upload.agent().mac())) : shown;
        Identification who = Identify.of(identity, machines.alike(connection, identity));
        Optional<Machine> before = switch (who) {
            case Identification.New _ -> Optional.empty();
            case Identification.Known known -> Optional.of(known.machine());
            case Identification.Conflict conflict -> conflict.self();
        };
        if (before.isPresent() && before.get().evidence().overtakes(upload.agent().boot())) {
            return Outcome.of(new UploadAnswer.Over(OVER));
        }
        if (fingerprints.find(connection, upload.hash()).isPresent()) {
            return Outcome.of(new UploadAnswer.Accepted(upload.hash()));
        }
        Machine machine = taken(connection, upload, identity, before);
        List<BootId> wake = new ArrayList<>(List.of(machine.evidence().boot()));
        before.ifPresent(known -> wake.add(known.evidence().boot()));
        if (who instanceof Identification.Conflict conflict) {
            wake.addAll(hold(connection, machine, conflict, upload.at()));
        }
        return new Outcome(new UploadAnswer.Accepted(upload.hash()), wake.stream().distinct().toList());
    }

    private Machine taken(Connection connection, Upload upload, Identity identity, Optional<Machine> before)
            throws SQLException {
        List<String> changes = before.isPresent() ? changes(connection, before.get(), upload) : List.of();
        MachineEvent.FingerprintTaken event = new MachineEvent.FingerprintTaken(upload.at(), upload.agent().boot(),
                upload.hash(), identity, changes);
        Machine machine = before.isPresent() ? Evolve.apply(before.get(), event)
                : Evolve.begin(freshId(connection), event);
        List<MachineEvent> happened = new ArrayList<>(List.of(event));
        if (machine.order().isPresent() && !machine.order().get().boot().equals(upload.agent().boot())) {
            MachineEvent obeyed = new MachineEvent.OrderObeyed(upload.at(), machine.order().get().number(),
                    machine.order().get().kind(), upload.agent().boot());
            machine = Evolve.apply(machine, obeyed);
            happened.add(obeyed);
        }
        fingerprints.insert(connection, new FingerprintStore.Stored(upload.hash(), machine.id(), upload.at(),
                upload.bytes(), upload.fingerprint(), changes));
        store(connection, machine, happened);
        LOG.info("fingerprint machine={} boot={} mac={} hash={} bytes={} changes={}", machine.id(),
                upload.agent().boot(), upload.agent().mac(), upload.hash(), upload.bytes(), changes.size());
        return machine;
    }

    private List<String> changes(Connection connection, Machine before, Upload upload) throws SQLException {
        return fingerprints.find(connection, before.evidence().fingerprint())
                .map(old -> difference.between(old.fingerprint(), upload.fingerprint())).orElse(List.of());
    }

    /** Holds both sides, each naming the other; a side that already does so is left as it is. */
    private List<BootId> hold(Connection connection, Machine machine, Identification.Conflict conflict, Instant at)
            throws SQLException {
        List<BootId> touched = new ArrayList<>();
        List<MachineId> others = conflict.others().stream().map(Machine::id).toList();
        holdOne(connection, machine, conflict.why(), others, at, touched);
        for (Machine other : conflict.others()) {
            holdOne(connection, other, conflict.why(), List.of(machine.id()), at, touched);
        }
        return touched;
    }

    private void holdOne(Connection connection, Machine machine, String why, List<MachineId> others, Instant at,
                         List<BootId> touched) throws SQLException {
        List<MachineId> already = machine.stage() instanceof Stage.Held held ? held.others() : List.of();
        if (already.containsAll(others)) {
            return;
        }
        MachineEvent event = new MachineEvent.Held(at, why,
                Stream.concat(already.stream(), others.stream()).distinct().sorted().toList());
        store(connection, Evolve.apply(machine, event), List.of(event));
        touched.add(machine.evidence().boot());
        LOG.warn("held machine={} with={} why=\"{}\"", machine.id(), others, why);
    }

    private void store(Connection connection, Machine machine, List<MachineEvent> happened) throws SQLException {
        machines.save(connection, machine);
        for (MachineEvent event : happened) {
            events.append(connection, machine.id(), event);
        }
    }

    private MachineId freshId(Connection connection) throws SQLException {
        MachineId id = MachineId.of(random.getAsLong());
        while (machines.find(connection, id).isPresent()) {
            id = MachineId.of(random.getAsLong());
        }
        return id;
    }
}
