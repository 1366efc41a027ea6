package dev.ichor.provisioner;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Identify;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.provision.Consider;
import dev.ichor.store.FingerprintStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
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

    private final Stores stores;
    private final Ledger ledger;
    private final Assessor assessor;
    private final FingerprintDecoder decoder;
    private final FingerprintDifference difference;
    private final InstantSource clock;
    private final LongSupplier random;
    private final ReentrantLock decoding = new ReentrantLock(true);

    Intake(Stores stores, Ledger ledger, Assessor assessor, FingerprintDecoder decoder,
           FingerprintDifference difference, InstantSource clock, LongSupplier random) {
        this.stores = stores;
        this.ledger = ledger;
        this.assessor = assessor;
        this.decoder = decoder;
        this.difference = difference;
        this.clock = clock;
        this.random = random;
    }

    /** An upload that was read. */
    private record Upload(Agent agent, Sha256 hash, long bytes, Fingerprint fingerprint, Instant at) {
    }

    UploadAnswer accept(Agent agent, Path file, Sha256 hash) throws IOException {
        if (stores.database().reading(c -> stores.fingerprints().ofBoot(c, agent.boot(), hash)) >= OF_A_BOOT) {
            return new UploadAnswer.Refused("this boot has delivered " + OF_A_BOOT
                    + " fingerprints already: restart the machine");
        }
        Fingerprint fingerprint;
        try {
            fingerprint = decode(file);
        } catch (Malformed e) {
            return new UploadAnswer.Refused("the archive cannot be read: " + e.getMessage());
        }
        Optional<String> foreign = foreign(agent, fingerprint);
        if (foreign.isPresent()) {
            return new UploadAnswer.Refused(foreign.get());
        }
        Upload upload = new Upload(agent, hash, Files.size(file), fingerprint, clock.instant());
        stores.archives().keep(file, hash);
        return ledger.change(writing -> take(writing, upload));
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

    private UploadAnswer take(Ledger.Writing writing, Upload upload) throws SQLException {
        Identity shown = upload.fingerprint().identity();
        Identity identity = shown.macs().isEmpty() ? new Identity(shown.uuid(), List.of(upload.agent().mac())) : shown;
        Identification who = Identify.of(identity, stores.machines().alike(writing.connection(), identity));
        Optional<Machine> before = switch (who) {
            case Identification.New _ -> Optional.empty();
            case Identification.Known known -> Optional.of(known.machine());
            case Identification.Conflict conflict -> conflict.self();
        };
        if (before.isPresent() && before.get().evidence().overtakes(upload.agent().boot())) {
            return new UploadAnswer.Over(OVER);
        }
        if (stores.fingerprints().find(writing.connection(), upload.hash()).isPresent()) {
            return new UploadAnswer.Accepted(upload.hash());
        }
        before.ifPresent(known -> writing.wake(known.evidence().boot()));
        Machine machine = taken(writing, upload, identity, before);
        if (who instanceof Identification.Conflict conflict) {
            hold(writing, machine, conflict, upload.at());
        }
        assessor.fingerprinted(writing, writing.find(machine.id()).orElseThrow(), upload.fingerprint(), upload.at());
        return new UploadAnswer.Accepted(upload.hash());
    }

    private Machine taken(Ledger.Writing writing, Upload upload, Identity identity, Optional<Machine> before)
            throws SQLException {
        List<String> changes = before.isPresent() ? changes(writing.connection(), before.get(), upload) : List.of();
        MachineEvent.FingerprintTaken event = new MachineEvent.FingerprintTaken(upload.at(), upload.agent().boot(),
                upload.hash(), identity, changes);
        Machine machine = before.isPresent() ? Evolve.apply(before.get(), event)
                : Evolve.begin(freshId(writing.connection()), event);
        stores.fingerprints().insert(writing.connection(), new FingerprintStore.Stored(upload.hash(), machine.id(),
                upload.at(), upload.bytes(), upload.fingerprint(), changes));
        writing.store(machine, List.of(event));
        LOG.info("fingerprint machine={} boot={} mac={} hash={} bytes={} changes={}", machine.id(),
                upload.agent().boot(), upload.agent().mac(), upload.hash(), upload.bytes(), changes.size());
        return machine;
    }

    private List<String> changes(Connection connection, Machine before, Upload upload) throws SQLException {
        return stores.fingerprints().find(connection, before.evidence().fingerprint())
                .map(old -> difference.between(old.fingerprint(), upload.fingerprint())).orElse(List.of());
    }

    /** Holds both sides, each naming the other; a side that already does so is left as it is. */
    private void hold(Ledger.Writing writing, Machine machine, Identification.Conflict conflict, Instant at)
            throws SQLException {
        List<MachineId> others = conflict.others().stream().map(Machine::id).toList();
        holdOne(writing, machine, conflict.why(), others, at);
        for (Machine other : conflict.others()) {
            holdOne(writing, other, conflict.why(), List.of(machine.id()), at);
        }
    }

    private static void holdOne(Ledger.Writing writing, Machine machine, String why, List<MachineId> others,
                                Instant at) throws SQLException {
        List<MachineId> already = machine.stage() instanceof Stage.Held held ? held.others() : List.of();
        if (already.containsAll(others)) {
            return;
        }
        writing.apply(machine, Consider.with(machine, new MachineEvent.Held(at, why,
                Stream.concat(already.stream(), others.stream()).distinct().sorted().toList())));
        LOG.warn("held machine={} with={} why=\"{}\"", machine.id(), others, why);
    }

    private MachineId freshId(Connection connection) throws SQLException {
        MachineId id = MachineId.of(random.getAsLong());
        while (stores.machines().find(connection, id).isPresent()) {
            id = MachineId.of(random.getAsLong());
        }
        return id;
    }
}
