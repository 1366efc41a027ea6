package dev.ichor.provisioner.talos;

import static dev.ichor.provision.BootMethod.EACH_DRIVE;
import static dev.ichor.provision.BootMethod.EXIT;
import static dev.ichor.provision.BootMethod.EXIT_FAILED;
import static dev.ichor.provision.BootMethod.FIRST_DRIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Firmware;
import dev.ichor.machine.MachineId;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.NextStep;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.Script;
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.access.StoredAudit;
import dev.ichor.provisioner.talos.LocalBoots.Scope;
import dev.ichor.provisioner.talos.LocalBoots.Setting;
import dev.ichor.store.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Methods of booting a disk on a real database: set, tried, learned, kept over a restart, forgotten. */
@Timeout(60)
class BootBookTest {
    private static final String CLASS = "ACME/Box \"2\" \u00fc";

    @TempDir
    Path folder;
    private Bench bench;
    private LocalBoots boots;
    private long lines;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        boots = bench.provisioner.talos().boots();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Metal installed(int number) {
        Metal metal = Metal.blank(number);
        metal.boot(bench);
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().adopt(metal.id(bench), Bench.ANN));
        bench.pass(Duration.ofMinutes(10));
        return metal;
    }

    /** Asks in a new boot and waits until that is written down. */
    private String boot(Metal metal) {
        String boot = bench.freshBoot();
        Script first = bench.ask(metal.box, boot);
        assertInstanceOf(NextStep.BootDisk.class, first.step(), "law 6: its own disk and nothing else");
        assertEquals(first.text(), bench.ask(metal.box, boot).text(), "asked twice, the answer is the same");
        while (bench.database.reading(connection -> Rows.first(connection,
                "SELECT count(*) FROM sightings WHERE boot = ?", row -> row.getInt(1), boot)).orElse(0) < 2) {
            Thread.onSpinWait();
        }
        assertEquals(first.text(), bench.ask(metal.box, boot).text(), "also when the first was written down");
        bench.pass(Duration.ofMinutes(1));
        return first.text();
    }

    private static BootMethod method(String script) {
        return script.contains("0x8f") ? EACH_DRIVE : script.contains("0x80") ? FIRST_DRIVE
                : script.endsWith("exit 0\n") ? EXIT : EXIT_FAILED;
    }

    private void reports(Metal metal) {
        MachineId id = metal.id(bench);
        bench.database.inTransaction(connection -> Rows.run(connection, "INSERT INTO node_lines (machine, number, at,"
                + " source, event, level, text) VALUES (?, ?, ?, 'EVENT', ?, 'info', 'boot start')", id, ++lines,
                bench.now.get(), "e" + lines));
        boots.reported(id);
        bench.pass(Duration.ofMinutes(1));
    }

    private List<BootMethod> methods(Metal metal, int times) {
        return IntStream.range(0, times).mapToObj(_ -> method(boot(metal))).toList();
    }

    @Test
    void aMachineThatComesBackFindsItsMethodAndTwoTeachTheirClass() {
        Metal one = installed(1);
        assertEquals(List.of(EXIT_FAILED, EXIT_FAILED, EXIT), methods(one, 3));
        reports(one);
        assertEquals(List.of(EXIT), methods(one, 1));
        List<Setting> settings = boots.settings();
        assertEquals(1, settings.size());
        assertEquals(new Setting(Scope.MACHINE, one.id(bench).text(), Firmware.UEFI, EXIT, LocalBoots.LEARNED,
                settings.getFirst().at()), settings.getFirst());

        Metal two = installed(2);
        assertEquals(List.of(EXIT_FAILED, EXIT_FAILED, EXIT), methods(two, 3), "one machine is no rule");
        reports(two);
        assertEquals(List.of(Scope.CLASS, Scope.MACHINE, Scope.MACHINE),
                boots.settings().stream().map(Setting::scope).toList());
        assertEquals(CLASS, boots.settings().getFirst().key());
        Metal three = installed(3);
        assertEquals(EXIT, method(boot(three)), "two are");
        assertEquals("learned for " + CLASS, boots.of(three.id(bench), Firmware.UEFI).why());
        reports(three);
        assertEquals(3, boots.settings().size(), "what is as set is not learned");
        assertTrue(new StoredAudit(bench.database, bench.now::get).list(Audit.Filter.ALL, Long.MAX_VALUE, 100).stream()
                .anyMatch(entry -> entry.action().equals("learn boot method") && entry.object().startsWith(CLASS)));

        bench.close();
        open();
        assertEquals(EXIT, method(boot(one)), "kept over a restart");
    }

    @Test
    void whatWorkedOnceMayFailLaterAndBeUnlearned() {
        Metal one = installed(1);
        methods(one, 3);
        reports(one);
        bench.pass(Duration.ofHours(1));
        assertEquals(List.of(EXIT, EXIT, EXIT_FAILED), methods(one, 3));
        reports(one);
        assertEquals(List.of(), boots.settings());
        assertEquals(EXIT_FAILED, method(boot(one)));
    }

    @Test
    void theMostSpecialSettingWins() {
        Metal one = installed(1);
        String id = one.id(bench).text();
        assertEquals("default of UEFI", boots.of(one.id(bench), Firmware.UEFI).why());
        set(Scope.SITE, "", EXIT);
        assertEquals(EXIT, method(boot(one)));
        set(Scope.CLASS, CLASS, EXIT_FAILED);
        assertEquals(EXIT_FAILED, method(boot(one)));
        set(Scope.MACHINE, id, EXIT);
        assertEquals(List.of(EXIT, EXIT, EXIT, EXIT), methods(one, 4),
                "a person's word for a machine stands");
        reports(one);
        assertEquals("set by ann for this machine", boots.of(one.id(bench), Firmware.UEFI).why());
        assertEquals(FIRST_DRIVE, boots.of(one.id(bench), Firmware.BIOS).method(), "the other firmware has its own");
        for (Setting setting : boots.settings().reversed()) {
            assertInstanceOf(Outcome.Done.class, boots.forget(setting.scope(), setting.key(), setting.firmware(),
                    Bench.ANN));
        }
        assertEquals(List.of(EXIT_FAILED), methods(one, 1));
    }

    @Test
    void forgettingWhatWasLearnedBeginsAnew() {
        Metal one = installed(1);
        methods(one, 3);
        reports(one);
        boots.forget(Scope.MACHINE, one.id(bench).text(), Firmware.UEFI, Bench.ANN);
        assertEquals(EXIT_FAILED, method(boot(one)));
    }

    @Test
    void whatCannotBeSetIsRefused() {
        MachineId id = installed(1).id(bench);
        refused(Why.INVALID, Scope.MACHINE, id.text(), Firmware.UEFI, FIRST_DRIVE);
        refused(Why.INVALID, Scope.SITE, "x", Firmware.UEFI, EXIT_FAILED);
        for (String key : new String[] {"", "/", "acme", "a/" + "x".repeat(200), "a/\n", "\u0000/b"}) {
            refused(Why.INVALID, Scope.CLASS, key, Firmware.UEFI, EXIT_FAILED);
        }
        refused(Why.NOT_FOUND, Scope.MACHINE, "m-22222222", Firmware.UEFI, EXIT_FAILED);
        refused(Why.NOT_FOUND, Scope.MACHINE, "nonsense", Firmware.UEFI, EXIT_FAILED);
        assertEquals(List.of(), boots.settings());
        assertInstanceOf(Outcome.Refused.class, boots.forget(Scope.SITE, "", Firmware.BIOS, Bench.ANN));
    }

    private void refused(Why why, Scope scope, String key, Firmware firmware, BootMethod method) {
        Outcome.Refused<?> refused = assertInstanceOf(Outcome.Refused.class,
                boots.set(scope, key, firmware, method, Bench.ANN));
        assertEquals(why, refused.why());
        assertFalse(refused.problems().isEmpty());
    }

    private void set(Scope scope, String key, BootMethod method) {
        assertInstanceOf(Outcome.Done.class, boots.set(scope, key, Firmware.UEFI, method, Bench.ANN));
        bench.pass(Duration.ofSeconds(1));
    }

    @Test
    void aReportOfAnUnknownMachineOrOfOneThatWasNotToldSoTeachesNothing() {
        Metal one = Metal.blank(1);
        one.boot(bench);
        boots.reported(one.id(bench));
        boots.reported(new MachineId("m-22222222"));
        assertEquals(List.of(), boots.settings());
    }
}
