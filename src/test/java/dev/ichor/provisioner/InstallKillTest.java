package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.talos.Installs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that hands out configurations is killed: of each that left, the beginning of its installation is known. */
class InstallKillTest {
    private static final int KILLS = 6;

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void killedAtAnyMomentNoConfigurationHasLeftWithoutItsInstallationHavingBegun() throws Exception {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("InstallKillTest seed " + seed);
        Random random = new Random(seed);
        List<String> left = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            Killed.after(Victim.class, folder, round, 11, random.nextInt(120)).lines()
                    .filter(line -> line.matches("m-[0-9a-z]{8}")).forEach(left::add);
        }
        assertTrue(left.size() >= KILLS, "left " + left.size());
        try (Bench bench = new Bench(folder, 8080, Set.of(Arch.X86_64))) {
            for (String id : left) {
                MachineId machine = new MachineId(id);
                assertInstanceOf(Stage.Installing.class, bench.provisioner.machines().find(id).orElseThrow().machine()
                        .stage());
                assertTrue(((Outcome.Done<Installs.Preview>) bench.provisioner.talos().installs().preview(machine))
                        .value().last().orElseThrow().text().contains(TalosKit.SECRET));
            }
            assertEquals(0, bench.provisioner.talos().installs().refusals(java.util.Optional.empty(), 9).size());
        }
    }

    /** Arms ever new machines, hands each its configuration and prints the machine when it left. */
    static final class Victim {
        private Victim() {
        }

        public static void main(String[] args) {
            int round = Integer.parseInt(args[1]);
            try (Bench bench = new Bench(Path.of(args[0]), 8080, Set.of(Arch.X86_64))) {
                Metal.declare(bench, Metal.cluster(5_000), Metal.policy(false));
                for (int i = 0; i < 1_000; i++) {
                    Metal metal = Metal.blank(1 + round * 1_000 + i);
                    metal.boot(bench);
                    bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.INSTALL, List.of(),
                            metal.view(bench).machine().evidence().fingerprint(), Duration.ofMinutes(5), List.of()),
                            Bench.ANN);
                    metal.boot(bench);
                    String ticket = bench.ask(metal.box, bench.freshBoot()).text()
                            .replaceAll("(?s).*/talos/(m-\\S+) .*", "$1");
                    if (bench.provisioner.talos().installs().fetch(ticket, Bench.CLIENT)
                            instanceof Installs.Answer.Configuration given) {
                        System.out.println(given.machine());
                        System.out.flush();
                    }
                }
            }
        }
    }
}
