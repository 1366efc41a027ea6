package dev.ichor.provisioner;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.ipxe.BootPlane;
import dev.ichor.ipxe.BootQuery;
import dev.ichor.ipxe.Scripts;
import dev.ichor.ipxe.TalosImage;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Identify;
import dev.ichor.machine.Machine;
import dev.ichor.machine.Sighting;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.BootRules;
import dev.ichor.provision.Consider;
import dev.ichor.provision.Decide;
import dev.ichor.provision.NextStep;
import dev.ichor.provision.Readiness;
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.handoff.HandoffClock;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.provisioner.handoff.Handoffs;
import dev.ichor.provisioner.talos.Desks;
import dev.ichor.provisioner.talos.TalosDesk;
import dev.ichor.provisioner.talos.TalosParts;
import dev.ichor.store.Database;
import dev.ichor.store.Secrets;
import dev.ichor.store.SightingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers everything that machines, their agents and people ask about machines. Thread-safe. */
public final class Provisioner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);

    private static final Duration LOOP_WINDOW = Duration.ofHours(1);
    /** Between two looks at the gates of the hand-off. */
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** Steps that would have brought a fingerprint or a node that reports. */
    private static final List<String> HOPEFUL = List.of("discover", "hold", "install");

    private final Stores stores;
    private final SightingLog sightings;
    private final BootPlane plane;
    private final BootRules rules;
    private final InstantSource clock;
    private final BootIds bootIds;
    private final BootTokens tokens;
    private final Intake intake;
    private final Agents agents;
    private final Wiping wiping;
    private final Machines machines;
    private final Arming arming;
    private final Declarations declarations;
    private final Housekeeping housekeeping;
    private final TalosDesk talos;
    private final HandoffDesk handoff;
    private final HandoffClock gates;

    /**
     * @param database stays the caller's, who closes it after this
     * @param plane    where machines find the appliance
     * @param audit    where what people change is written down
     * @param parts    for Talos
     * @param random   64 random bits each time, for ids
     */
    public Provisioner(Database database, BootPlane plane, ProvisionerSettings settings, FingerprintDecoder decoder,
                       FingerprintDifference difference, Audit audit, TalosParts parts, InstantSource clock,
                       LongSupplier random) {
        this(database, plane, settings, decoder, difference, audit,
                (stores, ledger) -> Desks.of(stores, ledger, parts, clock), clock, random);
    }

    /** Puts the work with Talos together. */
    interface TalosMaker {
        TalosDesk of(Stores stores, Ledger ledger);
    }

    Provisioner(Database database, BootPlane plane, ProvisionerSettings settings, FingerprintDecoder decoder,
                FingerprintDifference difference, Audit audit, TalosMaker talos, InstantSource clock,
                LongSupplier random) {
        this.stores = Stores.of(database);
        this.plane = plane;
        this.rules = settings.rules();
        this.clock = clock;
        int swept = stores.archives().sweep(new HashSet<>(database.reading(stores.fingerprints()::hashes)));
        if (swept > 0) {
            LOG.info("archives-swept count={}", swept);
        }
        this.bootIds = new BootIds(clock, random, database.reading(stores.sightings()::greatestBoot).orElse(""));
        this.tokens = new BootTokens(database.inTransaction(
                connection -> Secrets.get(connection, "boot-token-key", BootTokens.KEY_BYTES)));
        this.sightings = new SightingLog(database, stores.sightings());
        News news = new News();
        this.agents = new Agents(stores, news, this::ready, clock);
        Ledger ledger = new Ledger(stores, audit, agents, news);
        NodeBook nodes = new NodeBook(stores);
        Assessor assessor = new Assessor(stores, nodes, settings, random);
        this.intake = new Intake(stores, ledger, assessor, decoder, difference, clock, random);
        this.wiping = new Wiping(stores, ledger, clock);
        this.machines = new MachineViews(stores, ledger, agents, news, this::ready, clock);
        this.arming = new ArmDesk(stores, ledger, assessor, new Placing(stores, ledger, assessor, settings, clock),
                settings, clock);
        this.housekeeping = new Housekeeping(stores, ledger, assessor, clock);
        this.declarations = new DeclaredWorld(stores, ledger, new WorldChange(stores, nodes), clock,
                housekeeping::worldChanged);
        this.talos = talos.of(stores, ledger);
        this.handoff = new Handoffs(stores, ledger, this.talos, clock, random);
        this.gates = new HandoffClock(handoff::watch, LOOK);
        database.reading(stores.declared()::remember);
        housekeeping.start();
    }

    /** Looks at the gates of the hand-off now and then, from now on. */
    public void start() {
        gates.start();
    }

    /** What people and programs may ask and order. */
    public Machines machines() {
        return machines;
    }

    /** What operators do with a machine. */
    public Arming arming() {
        return arming;
    }

    /** The declared world. */
    public Declarations declarations() {
        return declarations;
    }

    /** Secrets, configurations, installations, nodes. */
    public TalosDesk talos() {
        return talos;
    }

    /** The hand-off of clusters to Mayastor. */
    public HandoffDesk handoff() {
        return handoff;
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
        Asking asking = stores.database().reading(connection -> {
            Identification who = Identify.of(sighting.identity(),
                    stores.machines().alike(connection, sighting.identity()));
            return new Asking(who, boots(connection, who, sighting));
        });
        Readiness ready = asking.machine().map(machine -> ready(machine, sighting.arch(), now))
                .orElse(Readiness.READY);
        NextStep step = Decide.next(asking.who(), sighting, asking.boots(), ready, rules, now);
        Optional<BootMethod> method = step instanceof NextStep.BootDisk ? Optional.of(diskMethod(asking, sighting))
                : Optional.empty();
        sightings.add(new SightingStore.Asked(sighting, step.label(), step.reason().code(), method));
        LOG.info("next mac={} uuid={} from={} boot={} step={} reason={}", sighting.mac(),
                sighting.uuid().map(Object::toString).orElse("-"), from, boot, step.label(), step.reason().code());
        String text = method.map(how -> Scripts.bootDisk(step.reason(), how))
                .orElseGet(() -> text(asking, step, sighting));
        return new Script(text, sighting, step);
    }

    /** Who asks, and how many boots brought nothing. */
    private record Asking(Identification who, int boots) {
        Optional<Machine> machine() {
            return who instanceof Identification.Known known ? Optional.of(known.machine()) : Optional.empty();
        }
    }

    private String text(Asking asking, NextStep step, Sighting sighting) {
        Optional<TalosImage> image = step instanceof NextStep.Install install
                ? talos.installs().image(asking.machine().orElseThrow(), install.arm(), sighting, plane.url())
                : Optional.empty();
        return image.map(talos -> Scripts.install(plane, step.reason(), talos))
                .orElseGet(() -> Scripts.next(plane, step, sighting, tokens.issue(sighting)));
    }

    /** By which method the machine that asks boots its disk. */
    private BootMethod diskMethod(Asking asking, Sighting sighting) {
        return asking.machine().map(machine -> talos.boots().of(machine.id(), sighting).method())
                .orElse(BootMethod.of(sighting.firmware()).getFirst());
    }

    private Readiness ready(Machine machine, Arch arch, Instant now) {
        return Consider.asksReadiness(machine, now) ? talos.installs().readiness(machine, arch) : Readiness.READY;
    }

    /** An agent does not tell its architecture: it is that of the discovery image. */
    private Readiness ready(Machine machine, Instant now) {
        return ready(machine, arch(), now);
    }

    private Arch arch() {
        return rules.discoverable().stream().sorted().findFirst().orElse(Arch.X86_64);
    }

    private int boots(Connection connection, Identification who, Sighting sighting) throws SQLException {
        Optional<Machine> machine = switch (who) {
            case Identification.New _ -> Optional.empty();
            case Identification.Known known -> Optional.of(known.machine());
            case Identification.Conflict conflict -> conflict.self();
        };
        Instant hour = sighting.at().minus(LOOP_WINDOW);
        Instant after = machine.map(known -> known.evidence().at()).filter(hour::isBefore).orElse(hour);
        return stores.sightings().boots(connection, machine.map(known -> known.identity().macs())
                .orElse(List.of(sighting.mac())), after, HOPEFUL, sighting.boot());
    }

    /** The agent that holds this token; empty if the token is not ours. */
    public Optional<Agent> agent(String token) {
        return tokens.verify(token);
    }

    /** A new file for an upload, on the file system where it will stay. Whoever asks deletes it in the end. */
    public Path newUpload() throws IOException {
        return stores.archives().newUpload();
    }

    /**
     * Takes a fingerprint in. Uploaded twice, it is answered twice and stored once. When this answers
     * {@link UploadAnswer.Accepted}, archive and row are on the disk.
     *
     * @param file the archive; may be moved away
     * @param hash of the file
     */
    public UploadAnswer acceptFingerprint(Agent agent, Path file, Sha256 hash) throws IOException {
        return intake.accept(agent, file, hash);
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

    /**
     * What the agent may boot in the place of the restart that it is told: nothing but an installation that could begin
     * at once, and that no person's order precedes. It counts as the agent's boot. Changes nothing.
     */
    public Optional<TalosImage> installFor(Agent agent, Ipv4 from) {
        Instant now = clock.instant();
        return stores.database().reading(connection -> stores.machines().ofBoot(connection, agent.boot()))
                .filter(machine -> Consider.mayInstall(machine, now)
                        && machine.order().filter(order -> order.isFor(agent.boot(), now)).isEmpty())
                .filter(machine -> ready(machine, now).isReady())
                .flatMap(machine -> talos.installs().image(machine, machine.arm(now).orElseThrow(), new Sighting(now,
                        from, agent.boot(), agent.mac(), agent.uuid(), Firmware.UEFI, arch(), Sighting.Labels.NONE),
                        plane.url()));
    }

    /** What the agent is to erase now; empty if nothing. */
    public Optional<WipePlan> wipePlan(Agent agent) {
        return wiping.plan(agent);
    }

    /**
     * Hears what an agent says of a disk.
     *
     * @return true: it is on the disk, and the agent may go on; false: the arm is over, the agent writes nothing more
     */
    public boolean receipt(Agent agent, Receipt receipt) {
        return wiping.receipt(agent, receipt);
    }

    /** Writes what waits. */
    @Override
    public void close() {
        gates.close();
        talos.reports().close();
        housekeeping.close();
        sightings.close();
    }
}
