package dev.ichor.client.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Problem;
import dev.ichor.base.Subnet;
import dev.ichor.machine.Stage;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.TalosKit;
import dev.ichor.provisioner.talos.Push;
import dev.ichor.store.Rows;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PushTest {
    private static final Ipv4 NODE = new Ipv4(0x7F000001);

    @TempDir
    Path folder;
    private final Metal metal = Metal.blank(1);
    private Bench bench;
    private FakeMaintenance node;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder, 8080, Set.of(Arch.X86_64));
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        bench.pass(Duration.ofMinutes(1));
        metal.boot(bench);
        serve(new FakeMaintenance(true));
    }

    private void serve(FakeMaintenance fake) throws Exception {
        if (node != null) {
            node.close();
        }
        node = fake;
        node.uuid = metal.box.uuid().orElseThrow().toString();
        node.macs = metal.box.macs();
        node.disks = metal.disks.stream().map(Disk::id).toList();
        bench.kit.waiting = new MaintenanceClient(Subnet.parse("127.0.0.0/8"), node.port());
    }

    @AfterEach
    void close() {
        node.close();
        bench.close();
    }

    private Outcome<Push.Answer> push(boolean dryRun) {
        return bench.provisioner.talos().push().push(metal.id(bench), NODE, dryRun, Bench.ANN);
    }

    private static List<Problem> problems(Outcome<Push.Answer> outcome) {
        return switch (outcome) {
            case Outcome.Refused<Push.Answer> refused -> refused.problems();
            case Outcome.Done<Push.Answer> done -> throw new AssertionError(done.toString());
        };
    }

    private static String words(Outcome<Push.Answer> outcome) {
        return String.join("\n", problems(outcome).stream().map(problem -> problem.what() + " | " + problem.mend())
                .toList());
    }

    private Stage stage() {
        return metal.view(bench).machine().stage();
    }

    private List<String> rows(String sql) {
        return bench.database.reading(connection -> Rows.list(connection, sql, row -> row.getString(1)));
    }

    @Test
    void aNodeIsAskedAndThenGivenItsConfiguration() throws Exception {
        assertEquals(new Outcome.Done<>(new Push.Answer(true, "v1.13.9", List.of("a warning"))), push(true));
        assertEquals(1, node.asked.size());
        assertInstanceOf(Stage.Armed.class, stage());
        assertEquals(List.of(), rows("SELECT how FROM served"));
        assertEquals(new Outcome.Done<>(new Push.Answer(false, "v1.13.9", List.of("a warning"))), push(false));
        assertInstanceOf(Stage.Installing.class, stage());
        assertEquals(List.of("push"), rows("SELECT how FROM served"));
        assertEquals(List.of("dry run", "dry run", "apply"), node.asked.stream()
                .map(words -> words.replaceAll("(?s) mode 1: machine:.*", "")).toList());
        assertTrue(node.asked.getLast().contains(TalosKit.SECRET), "it is the whole configuration");
        assertEquals(List.of("try configuration", "push configuration"),
                rows("SELECT action FROM audit WHERE action LIKE '%configuration' ORDER BY sequence"));
        assertFalse(String.join("", rows("SELECT new_value FROM audit")).contains(TalosKit.SECRET));
        assertTrue(words(push(false)).contains("may not be installed now"), "once");
        assertEquals(3, node.asked.size());
    }

    @Test
    void aNodeBefore113DoesNotSayItsVersion() throws Exception {
        serve(new FakeMaintenance(false));
        assertEquals(new Outcome.Done<>(new Push.Answer(true, "", List.of("a warning"))), push(true));
    }

    /** Law 2: what is served may touch no other disk, and goes to no other machine. */
    @Test
    void anotherMachineOrOtherDisksAreGivenNothing() throws Exception {
        Metal other = Metal.blank(2);
        List<DiskId> own = node.disks;
        node.disks = List.of(own.getFirst());
        assertTrue(words(push(false)).contains("does not show the disk pool1"), words(push(false)));
        List<DiskId> twins = new ArrayList<>(own);
        twins.add(new DiskId("eui.other", "sys1", 5));
        node.disks = twins;
        assertTrue(words(push(false)).contains("more than one disk like sys1"), words(push(false)));
        node.disks = own.stream().map(disk -> new DiskId(disk.wwid(), disk.serial(), disk.bytes() + 512)).toList();
        node.uuid = other.box.uuid().orElseThrow().toString();
        node.macs = other.box.macs();
        assertEquals(4, problems(push(false)).size(), "all at once: " + words(push(false)));
        node.disks = own;
        node.uuid = "";
        node.macs = List.of();
        assertTrue(words(push(false)).contains("neither a UUID nor a MAC"));
        node.macs = metal.box.macs();
        bench.kit.neighbours.put(NODE, other.box.macs().getFirst());
        assertTrue(words(push(false)).contains("belongs to " + other.box.macs().getFirst()));
        assertEquals(List.of(), node.asked);
        assertInstanceOf(Stage.Armed.class, stage());
        bench.kit.neighbours.clear();
        assertInstanceOf(Outcome.Done.class, push(false), "a NIC alone is enough");
    }

    @Test
    void nothingIsGivenWithoutAnArmOrOutsideTheNetwork() {
        assertEquals(Outcome.Why.INVALID, ((Outcome.Refused<Push.Answer>) bench.provisioner.talos().push()
                .push(metal.id(bench), new Ipv4(0x0A000001), false, Bench.ANN)).why());
        bench.pass(Duration.ofDays(2));
        assertTrue(words(push(false)).contains("may not be installed now"));
        assertEquals(List.of(), node.asked);
    }

    @Test
    void aDryRunThatIsRefusedChangesNothingAndTellsTheNodesWordsWithoutSecrets() {
        node.dryRunRefusal = Optional.of(Status.INVALID_ARGUMENT.withDescription("unknown key near " + TalosKit.SECRET));
        String words = words(push(false));
        assertTrue(words.contains("does not take the configuration: unknown key near (secret)"), words);
        assertInstanceOf(Stage.Armed.class, stage());
        assertEquals(1, node.asked.size());
        node.dryRunRefusal = Optional.of(Status.UNIMPLEMENTED);
        assertTrue(words(push(false)).contains("not in maintenance mode"));
    }

    @Test
    void aRefusalAfterAllIsAFailedInstallationAndSilenceIsNot() {
        node.refusal = Optional.of(Status.INVALID_ARGUMENT.withDescription("changed its mind"));
        assertTrue(words(push(false)).contains("changed its mind"));
        assertEquals(Optional.of(true), Optional.of(stage()).map(stage -> assertInstanceOf(Stage.Installing.class,
                stage).progress().failure().isPresent()));
    }

    @Test
    void whatNobodyKnowsIsNoFailure() {
        node.refusal = Optional.of(Status.UNAVAILABLE.withDescription("it went away"));
        String words = words(push(false));
        assertTrue(words.contains("It may have taken its configuration"), words);
        Stage.Installing stage = assertInstanceOf(Stage.Installing.class, stage());
        assertEquals(Optional.empty(), stage.progress().failure());
        assertTrue(stage.progress().what().contains("nobody knows"), stage.progress().what());
    }

    @Test
    void whereNobodyListensNothingBegins() {
        node.close();
        assertTrue(words(push(false)).contains("nobody in maintenance mode answers at 127.0.0.1:"));
        assertInstanceOf(Stage.Armed.class, stage());
    }
}
