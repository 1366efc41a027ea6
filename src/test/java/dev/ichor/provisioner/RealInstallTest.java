package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.talos.render.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same way with the appliance's own secrets and rendering. */
@Timeout(60)
class RealInstallTest {
    @TempDir
    Path folder;

    @Test
    void anArmedMachineGetsWhatThePreviewShows() {
        try (Bench bench = Bench.real(folder)) {
            Metal metal = Metal.blank(1);
            Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
            metal.boot(bench);
            assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().arm(metal.id(bench), new Wish(
                    Arm.Purpose.INSTALL, List.of(), metal.view(bench).machine().evidence().fingerprint(),
                    Duration.ofMinutes(30), List.of()), Bench.ANN));
            metal.boot(bench);
            assertEquals("no-secrets", bench.ask(metal.box, bench.freshBoot()).step().reason().code());
            bench.secrets("prod");
            Script script = bench.ask(metal.box, bench.freshBoot());
            assertEquals("install armed", script.step().label() + " " + script.step().reason().code(),
                    () -> script.text() + preview(bench, metal).rendering().findings());
            String kernel = script.text().lines().filter(line -> line.startsWith("kernel ")).findFirst().orElseThrow();
            assertTrue(kernel.length() < 2_000, kernel);
            byte[] config = assertInstanceOf(Installs.Answer.Configuration.class, bench.provisioner.talos().installs()
                    .fetch(kernel.replaceAll(".*/talos/(m-\\S+) .*", "$1"), Bench.CLIENT)).bytes();
            String text = new String(config, StandardCharsets.UTF_8);
            Installs.Preview preview = preview(bench, metal);
            assertEquals(preview.rendering().text(), text);
            assertEquals(Optional.of(text), preview.last().map(Installs.Served::text));
            assertTrue(text.contains("sys1") && !text.contains("nvme0n1"), "law 7: the disk by its identity");
            assertTrue(preview.rendering().findings().stream().noneMatch(one ->
                    one.severity() == Finding.Severity.ERROR));
            assertInstanceOf(Stage.Installing.class, metal.view(bench).machine().stage());
        }
    }

    private static Installs.Preview preview(Bench bench, Metal metal) {
        return ((Outcome.Done<Installs.Preview>) bench.provisioner.talos().installs().preview(metal.id(bench))).value();
    }
}
