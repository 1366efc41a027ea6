package dev.ichor.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.client.handoff.Runner;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Steps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run against the stand-in of a cluster, with everything going wrong once: what fails is told, what is run again
 * comes to a good end, nothing is made twice, and no disk gets a pool before it was proven.
 */
@Timeout(60)
class WholeRunTest {
    private static final int LOOKS = 40;
    private static final HandoffPlan PLAN = Sites.plan();
    private static Bundle bundle;
    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        bundle = Bundles.of(PLAN, false);
    }

    private static Runner.Ended run(Handover handover, Path folder) throws Exception {
        String rendered = Files.readString(Path.of("src/test/resources/kube/rendered.yaml"));
        return handover.run(new DirectTools(handover.world(), folder, "openebs", rendered),
                Steps.of(handover.install()), LOOKS);
    }

    @Test
    void endsWellAndAgain() throws Exception {
        try (Handover handover = new Handover(PLAN, bundle, folder)) {
            Runner.Ended first = run(handover, folder);
            assertTrue(first.isDone(), first::toString);
            assertEquals(List.of(), handover.lacks());
            int made = handover.world().recording().all().size();
            Runner.Ended second = run(handover, folder);
            assertTrue(second.isDone(), second::toString);
            assertEquals(List.of(), handover.lacks());
            assertEquals(List.of(), handover.wrongs());
            assertTrue(made > 50);
        }
    }

    @Test
    void everyTroubleIsToldAndMended() throws Exception {
        for (Trouble trouble : Trouble.values()) {
            try (Handover handover = new Handover(PLAN, bundle, Files.createDirectory(folder.resolve(trouble.name())))) {
                handover.world().strike(trouble);
                Runner.Ended struck = run(handover, folder.resolve(trouble.name()));
                assertEquals("failed " + trouble.step(), struck.outcome() + " " + struck.step(), () -> trouble + ": "
                        + struck);
                assertFalse(struck.causes().isEmpty(), () -> trouble + ": " + struck);
                handover.world().mend();
                Runner.Ended again = run(handover, folder.resolve(trouble.name()));
                assertTrue(again.isDone(), () -> trouble + ": " + again);
                assertEquals(List.of(), handover.lacks(), trouble::toString);
                assertEquals(List.of(), handover.wrongs(), trouble::toString);
            }
        }
    }
}
