package dev.ichor.provisioner.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.Ichor;
import dev.ichor.json.Json;
import dev.ichor.mayastor.Sites;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane;
import dev.ichor.server.admin.api.BundleView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people see of three machines that store, and of a fourth: from the database to the words of the commands. */
@Timeout(60)
class HandoffShownTest {
    private static final String PROD = Sites.CLUSTER;

    @TempDir
    Path folder;
    private Plane plane;

    private record Ended(int code, String out, String err) {
    }

    private Ended run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of("handoff"), Stream.concat(Arrays.stream(words), Stream.of("--url",
                plane.uri("").toString(), "--fingerprint", plane.certificate.fingerprintText())))
                .toArray(String[]::new);
        int code = Ichor.run(all, Map.of("ICHOR_TOKEN", plane.secret(Role.OPERATOR)), new PrintWriter(out, true),
                new PrintWriter(err, true));
        assertTrue(out.toString().lines().allMatch(line -> line.matches("(    |20).*")
                || line.contains(" is written to ") || line.length() <= 100), out.toString());
        return new Ended(code, out.toString(), err.toString());
    }

    private String well(String... words) {
        Ended ended = run(words);
        assertEquals(0, ended.code(), String.join(" ", words) + ": " + ended.err() + ended.out());
        return ended.out();
    }

    @Test
    void threeMachinesAndAFourth() throws Exception {
        try (Plane made = Plane.handingOver(folder.resolve("state"))) {
            plane = made;
            HandoffRack rack = new HandoffRack(plane.bench);
            rack.declare(Sites.cluster(), 1, 2, 3);
            nothingStands();
            for (int worker = 1; worker <= 3; worker++) {
                rack.adopt(worker);
            }
            String plan = well("plan", PROD);
            for (int worker = 1; worker <= 3; worker++) {
                assertTrue(plan.contains(Sites.poolSerial(worker, 0)) && plan.contains(Sites.poolSerial(worker, 1)),
                        plan);
            }
            assertTrue(well("gates", PROD).contains("GREEN    plan: "));
            bundle();
            rack.declare(Sites.cluster(), 1, 2, 3, 4);
            rack.adopt(4);
            String more = well("diff", PROD);
            assertTrue(more.contains("+ manifests/pools/worker-4-"), more);
            assertTrue(well("timeline", PROD).contains("bundle"), well("timeline", PROD));
        }
    }

    private void nothingStands() {
        Ended plan = run("plan", PROD);
        assertTrue(plan.code() == 1 && plan.out().contains("ERROR "), plan.out());
        Ended bundle = run("bundle", PROD, "--to", folder.resolve("none").toString());
        assertTrue(bundle.code() == 1 && !Files.exists(folder.resolve("none")), bundle.err());
        assertEquals(1, run("gates", PROD).code());
    }

    private void bundle() throws Exception {
        Path target = folder.resolve("bundle");
        well("bundle", PROD, "--to", target.toString());
        BundleView view = Json.read(plane.get("/api/v1/clusters/" + PROD + "/handoff/bundle").body(),
                BundleView.class);
        TreeSet<String> types = new TreeSet<>();
        for (String end : List.of("md", "json", "yaml", "txt", "sh")) {
            BundleView.File file = view.files().stream().filter(one -> one.path().endsWith("." + end)).findFirst()
                    .orElseThrow();
            Plane.Answer answer = plane.get("/api/v1/clusters/" + PROD + "/handoff/bundle/file?path=" + file.path());
            assertEquals(Files.readString(target.resolve(file.path())), answer.body());
            types.add(answer.header("Content-Type").split(";")[0]);
        }
        assertEquals(List.of("application/json", "application/yaml", "text/markdown", "text/plain",
                "text/x-shellscript"), List.copyOf(types));
        assertTrue(well("diff", PROD).contains("It would be the same now."));
        well("bundle", PROD, "--to", target.toString());
        well("bundle", PROD, "--archive", folder.resolve("a.tar.gz").toString());
        assertEquals(2, well("given", PROD).lines().count(), "the same bundle is kept once");
    }
}
