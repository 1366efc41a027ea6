package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.ipxe.BootPlane;
import dev.ichor.ipxe.BootQuery;
import dev.ichor.ipxe.Scripts;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Identify;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Sighting;
import dev.ichor.provision.BootRules;
import dev.ichor.provision.Decide;
import dev.ichor.provision.NextStep;
import dev.ichor.store.Archives;
import dev.ichor.store.Database;
import dev.ichor.store.EventStore;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.MachineStore;
import dev.ichor.store.Secrets;
import dev.ichor.store.SightingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers everything that machines, their agents and people ask about machines. Thread-safe. */
public final class Provisioner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);

    private final Database database;
    private final Archives archives;
    private final MachineStore machines = new MachineStore();
    private final SightingLog sightings;
    private final BootPlane plane;
    private final BootRules rules;
    private final InstantSource clock;
    private final BootIds bootIds;
    private final BootTokens tokens;
    private final Intake intake;
    private final Agents agents;
    private final Inventory inventory;

    /**
     * @param database stays the caller's, who closes it after this
     * @param plane    where machines find the appliance
     * @param rules    settings of the decisions
     * @param random   64 random bits each time, for ids
     */
    public Provisioner(Database database, BootPlane plane, BootRules rules, FingerprintDecoder decoder,
                       FingerprintDifference difference, InstantSource clock, LongSupplier random) {
        FingerprintStore fingerprints = new FingerprintStore();
        EventStore events = new EventStore();
        SightingStore asked = new SightingStore();
        this.database = database;
        this.plane = plane;
        this.rules = rules;
        this.clock = clock;
        this.archives = new Archives(database.folder());
        int swept = archives.sweep(new HashSet<>(database.reading(fingerprints::hashes)));
        if (swept > 0) {
            LOG.info("archives-swept count={}", swept);
        }
        this.bootIds = new BootIds(clock, random, database.reading(asked::greatestBoot).orElse(""));
        this.tokens = new BootTokens(database.inTransaction(
                connection -> Secrets.get(connection, "boot-token-key", BootTokens.KEY_BYTES)));
        this.sightings = new SightingLog(database, asked);
        this.agents = new Agents(database, machines, events, rules, clock);
        this.intake = new Intake(database, archives, machines, fingerprints, events, decoder, difference, clock,
                random);
        this.inventory = new Inventory(database, archives, machines, fingerprints, events, asked, agents, rules, clock);
    }

    /** What people and programs may ask and order. */
    public Machines machines() {
        return inventory;
    }

    /** Where machines find the appliance. */
    public BootPlane plane() {
        return plane;
    }

    /**
     * The first script of a boot, with a boot id of its own; also served as {@code autoexec.ipxe}.
     *
     * @param machine whose NIC it is that asks, if its address tells; the script then says so on the console
     */
    public String initScript(Optional<Mac> machine) {
        return Scripts.init(plane, bootIds.next(), machine);
    }

    /** What a machine in its boot loader does next. Changes nothing but the list of sightings. */
    public Script scriptFor(BootQuery query, Ipv4 from) {
        Instant now = clock.instant();
        BootId boot = query.boot().filter(bootIds::mayBeOurs).orElseGet(bootIds::next);
        Sighting sighting = query.sighting(now, from, boot);
        Identification who = database.reading(connection -> Identify.of(sighting.identity(),
                machines.alike(connection, sighting.identity())));
        NextStep step = Decide.next(who, sighting, 0, rules, now);
        sightings.add(new SightingStore.Asked(sighting, step.label(), step.reason().code()));
        LOG.info("next mac={} uuid={} from={} boot={} step={} reason={}", sighting.mac(),
                sighting.uuid().map(Object::toString).orElse("-"), from, boot, step.label(), step.reason().code());
        return new Script(Scripts.next(plane, step, sighting, tokens.issue(sighting)), sighting, step);
    }

    /** The agent that holds this token; empty if the token is not ours. */
    public Optional<Agent> agent(String token) {
        return tokens.verify(token);
    }

    /** A new file for an upload, on the file system where it will stay. Whoever asks deletes it in the end. */
    public Path newUpload() throws IOException {
        return archives.newUpload();
    }

    /**
     * Takes a fingerprint in. Uploaded twice, it is answered twice and stored once. When this answers
     * {@link UploadAnswer.Accepted}, archive and row are on the disk.
     *
     * @param file the archive; may be moved away
     * @param hash of the file
     */
    public UploadAnswer acceptFingerprint(Agent agent, Path file, Sha256 hash) throws IOException {
        Intake.Outcome outcome = intake.accept(agent, file, hash);
        agents.wake(outcome.wake());
        return outcome.answer();
    }

    /**
     * Asks for the agent's order. Answers at once if the machine's turn is another than {@code after}, else when that
     * changes or the caller lets the poll expire. The answer may come on any thread, and before this returns.
     */
    public OrderPoll orderFor(Agent agent, long after, Consumer<OrderAnswer> answer) {
        return agents.poll(agent, after, answer);
    }

    /** Keeps a line that an agent says. */
    public void report(Agent agent, String line) {
        agents.report(agent, line);
    }

    /** What the agent is to erase now; empty if nothing is. */
    public Optional<WipePlan> wipePlan(Agent agent) {
        return Optional.empty();
    }

    /** Keeps what an agent says about a disk of an arm. False: the arm is over, and nothing more may be written. */
    public boolean receipt(Agent agent, Receipt receipt) {
        return false;
    }

    /** A person's decision that a held machine is none of those it was confused with; returns the line to show. */
    public String release(MachineId machine, String by) {
        return inventory.release(machine, by);
    }

    /** Writes what waits. */
    @Override
    public void close() {
        sightings.close();
    }
}
