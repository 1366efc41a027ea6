package dev.ichor.provisioner;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.ipxe.BootPlane;
import dev.ichor.ipxe.BootQuery;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Samples;
import dev.ichor.provision.BootRules;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.access.StoredAudit;
import dev.ichor.provisioner.talos.TalosDesk;
import dev.ichor.provisioner.talos.TalosParts;
import dev.ichor.store.Database;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.SealKey;
import dev.ichor.vault.SomeSecrets;
import dev.ichor.store.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A provisioner on a real database, whose archives are JSON and whose clock is set by hand. */
public final class Bench implements AutoCloseable {
    /** A person. */
    public static final Caller ANN = new Caller("t-0000000001", "ann", Role.OPERATOR, "192.0.2.1");
    public static final Ipv4 CLIENT = new Ipv4(0x0A000005);

    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-06-01T10:00:00Z"));
    public final Database database;
    public final Provisioner provisioner;
    private final AtomicLong asked = new AtomicLong();
    /** What stands for Talos where there would be one to install. */
    public final TalosKit kit = new TalosKit();

    public Bench(Path folder, int port) {
        this(folder, port, Set.of());
    }

    /** @param installable not empty: there would be a Talos, and configurations are made by {@link #kit} */
    public Bench(Path folder, int port, Set<Arch> installable) {
        this(folder, port, installable.isEmpty() ? TalosKit::absent : TalosKit::desk);
    }

    /** Like the one before, with configurations by HTTPS. */
    public Bench(Path folder, int port, TalosParts.Secure secure) {
        this(folder, port, (kit, stores, ledger, clock) -> kit.desk(stores, ledger, clock, Optional.of(secure)));
    }

    /** @param neighbours whose an address is */
    public Bench(Path folder, Function<Ipv4, Optional<Mac>> neighbours) {
        this(folder, 8080, (kit, stores, ledger, clock) -> kit.heard(neighbours, stores, ledger, clock));
    }

    /** With the appliance's own secrets and configurations, and all assets. */
    public static Bench real(Path folder) {
        return new Bench(folder, 8080, TalosKit::real);
    }

    private interface Maker {
        TalosDesk of(TalosKit kit, Stores stores, Ledger ledger, InstantSource clock);
    }

    private Bench(Path folder, int port, Maker maker) {
        database = Database.open(folder);
        Random random = new Random(42);
        provisioner = new Provisioner(database, new BootPlane(new Ipv4(0x7F000001), port, 7777, 35,
                BootPlane.CONSOLES), ProvisionerSettings.of(new BootRules(Set.of(Arch.X86_64), BootRules.MOST_BOOTS)),
                archive -> Json.read(Files.readString(archive), Fingerprint.class),
                (before, after) -> before.system().equals(after.system()) ? List.of() : List.of("system changed"),
                new StoredAudit(database, now::get), (stores, ledger) -> maker.of(kit, stores, ledger, now::get),
                now::get, random::nextLong);
    }

    public Bench(Path folder) {
        this(folder, 8080);
    }

    /** A key of the secrets, the same for the same number. */
    public static SealKey sealKey(int number) {
        byte[] bytes = new byte[SealKey.BYTES];
        new Random(number).nextBytes(bytes);
        try {
            return SealKey.of(bytes);
        } catch (dev.ichor.base.Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a declared cluster secrets: the same for each in a run of tests, for making some takes seconds. */
    public void secrets(String cluster) {
        var taken = provisioner.talos().keys().take(cluster, SecretsYaml.write(SomeSecrets.BUNDLE)
                .getBytes(StandardCharsets.UTF_8), ANN);
        if (!(taken instanceof Outcome.Done)) {
            throw new IllegalStateException(taken.toString());
        }
    }

    public void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** A machine with one or more NICs, the first of which boots. */
    public record Box(Optional<SystemUuid> uuid, String serial, List<Mac> macs) {
        public static Box of(String uuid, String serial, String... macs) {
            return new Box(uuid.isEmpty() ? Optional.empty() : Optional.of(Samples.uuid(uuid)), serial,
                    List.of(macs).stream().map(Samples::mac).toList());
        }

        public String query(String boot) {
            return "boot=" + boot + "&mac=" + macs.getFirst() + "&uuid=" + uuid.map(Object::toString).orElse("")
                    + "&serial=" + serial + "&arch=x86_64&platform=efi&version=1.0.0";
        }
    }

    /** Asks what the machine does next. */
    public Script ask(Box box, String boot) {
        asked.incrementAndGet();
        try {
            return provisioner.scriptFor(BootQuery.decode(box.query(boot)), CLIENT);
        } catch (dev.ichor.base.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The agent of that boot; also of a machine that is told to boot something else than an agent. */
    public Agent agent(Box box, String boot) {
        ask(box, boot);
        return new Agent(new BootId(boot), box.macs().getFirst(), box.uuid());
    }

    public String freshBoot() {
        String script = provisioner.initScript(Optional.empty());
        return script.lines().filter(line -> line.startsWith("set boot ")).findFirst().orElseThrow().substring(9);
    }

    public static String token(Script script) {
        return script.text().replaceAll("(?s).*ichor.token=(\\S+) .*", "$1");
    }

    public static byte[] archive(Box box, BootId boot) {
        return Json.write(Samples.fingerprint(boot, box.uuid(), box.serial(), box.macs()))
                .getBytes(StandardCharsets.UTF_8);
    }

    public UploadAnswer upload(Agent agent, byte[] archive) {
        try {
            Path file = provisioner.newUpload();
            Files.write(file, archive);
            try {
                return provisioner.acceptFingerprint(agent, file, Sha256.of(archive));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whole boot up to the fingerprint; returns the agent. */
    public Agent discover(Box box) {
        String boot = freshBoot();
        Agent agent = provisioner.agent(token(ask(box, boot))).orElseThrow();
        UploadAnswer answer = upload(agent, archive(box, agent.boot()));
        if (!(answer instanceof UploadAnswer.Accepted)) {
            throw new IllegalStateException(answer.toString());
        }
        return agent;
    }

    /** A node says something of itself. */
    public void word(MachineId machine, NodeWord word) {
        kit.hear(machine, word, now.get());
    }

    /** Waits until the questions that were asked are in the database. */
    public void settleSightings() {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (stored() < asked.get() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        if (stored() < asked.get()) {
            throw new IllegalStateException("questions were lost");
        }
    }

    private long stored() {
        return database.reading(connection -> Rows.first(connection, "SELECT count(*) FROM sightings",
                row -> row.getLong(1))).orElseThrow();
    }

    /** Whether the text stands anywhere in the database, in whatever table and column. */
    public boolean holds(String text) {
        return database.reading(connection -> {
            boolean found = false;
            for (String table : Rows.list(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'",
                    row -> row.getString(1))) {
                for (String column : Rows.list(connection, "SELECT name FROM pragma_table_info(?)",
                        row -> row.getString(1), table)) {
                    found |= Rows.first(connection, "SELECT EXISTS (SELECT 1 FROM \"" + table + "\" WHERE instr(CAST(\""
                            + column + "\" AS TEXT), ?) > 0)", row -> row.getBoolean(1), text).orElse(false);
                }
            }
            return found;
        });
    }

    @Override
    public void close() {
        provisioner.close();
        database.close();
    }
}
