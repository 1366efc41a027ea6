package dev.ichor.mayastor.bundle.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.run.Steps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The scripts of a bundle, its list, and the Job that needs no person. */
@Timeout(60)
class ScriptsTest {
    private static final HandoffPlan PLAN = Sites.plan();
    private static final Bundle BUNDLE = Bundles.of(PLAN, true);

    @TempDir
    private Path folder;

    private static String text(String path) {
        return BUNDLE.file(path).orElseThrow().text();
    }

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        List<String> words = new ArrayList<>(List.of("shellcheck"));
        for (BundleFile file : BUNDLE.files().stream().filter(BundleFile::executable).toList()) {
            words.add(Files.writeString(folder.resolve(file.path()), file.text()).toString());
        }
        assertEquals(3, words.size(), words.toString());
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertTrue(process.waitFor(50, TimeUnit.SECONDS), "shellcheck ends");
        assertEquals("", Files.readString(out));
        assertEquals(0, process.exitValue());
    }

    @Test
    void theScriptDoesTheStepsInTheirOrder() {
        List<String> steps = text("install.sh").lines().filter(line -> line.startsWith("step "))
                .map(line -> line.split(" ")[1]).toList();
        assertEquals(Steps.of(PLAN).stream().map(Step::name).toList(), steps);
    }

    @Test
    void nothingIsDeletedButTheChecks() {
        String deletes = text("install.sh").lines().filter(line -> line.contains("delete")).map(String::strip)
                .filter(line -> !line.startsWith("#")).map(line -> line.replaceAll(" --.*", ""))
                .sorted().toList().toString();
        assertEquals("[k delete persistentvolumeclaims ichor-check, k delete pods \"$1\", k delete pods \"$@\"]",
                deletes);
        assertFalse(Pattern.compile("\\b(mkfs|wipefs|blkdiscard|dd |sgdisk|--force\\b)").matcher(text("install.sh")
                + text("verify.sh")).find());
        assertFalse(text("verify.sh").contains("apply"), "verify changes nothing");
    }

    @Test
    void theListNamesEachFileWithItsHashAndWhatARunNeeds() {
        Map<String, Object> list = yaml(text("bundle.json"));
        Set<String> listed = new TreeSet<>();
        for (Object entry : (List<?>) list.get("files")) {
            Map<?, ?> file = (Map<?, ?>) entry;
            listed.add((String) file.get("path"));
            assertEquals(dev.ichor.base.Sha256.of(text((String) file.get("path")).getBytes(StandardCharsets.UTF_8))
                    .hex(), file.get("sha256"));
        }
        Set<String> all = new TreeSet<>(BUNDLE.files().stream().map(BundleFile::path).toList());
        all.remove("bundle.json");
        assertEquals(all, listed);
        assertEquals(Install.of(PLAN), Install.read(text("bundle.json")).orElseThrow());
        assertTrue(Install.read("{}").isEmpty() && Install.read("").isEmpty() && Install.read("[1]").isEmpty()
                && Install.read("{\"install\": {\"cluster\": \"x\", \"nodes\": [null]}}").isEmpty());
    }

    @Test
    void stepsNameFilesOfTheBundleOnly() {
        String steps = Steps.of(PLAN).toString();
        Set<String> files = new TreeSet<>();
        Pattern.compile("(?:manifests|checks|monitoring|chart)/[A-Za-z0-9_./-]+\\.yaml").matcher(steps).results()
                .forEach(found -> files.add(found.group()));
        assertTrue(files.size() > 12, files.toString());
        files.forEach(file -> assertTrue(BUNDLE.file(file).isPresent(), file));
    }

    @Test
    void theJobHoldsTheSameFilesAndNothingElse() {
        Map<String, String> held = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        for (Object document : documents(text("hands-free/job.yaml"))) {
            Map<?, ?> object = (Map<?, ?>) document;
            kinds.add((String) object.get("kind"));
            if ("ConfigMap".equals(object.get("kind"))) {
                ((Map<?, ?>) object.get("data")).forEach((key, value) -> held.put(((String) key).replace("__", "/"),
                        (String) value));
            }
        }
        assertEquals(Set.of("ClusterRole", "ClusterRoleBinding", "ConfigMap", "Job", "Namespace", "Role", "RoleBinding",
                "ServiceAccount"), kinds);
        held.forEach((path, value) -> assertEquals(text(path), value, path));
        assertTrue(held.keySet().containsAll(List.of("install.sh", "chart/values.yaml", "checks/fio.yaml",
                "checks/claim.yaml", "manifests/30-classes.yaml", "monitoring/rules.yaml")), held.keySet().toString());
        PLAN.pools().forEach(pool -> assertTrue(held.containsKey("manifests/pools/" + pool.name() + ".yaml")));
    }

    @Test
    void thePatchHoldsTheJob() {
        Map<String, Object> patch = yaml(text("hands-free/talos-patch.yaml"));
        Map<?, ?> cluster = (Map<?, ?>) patch.get("cluster");
        Map<?, ?> manifest = (Map<?, ?>) ((List<?>) cluster.get("inlineManifests")).getFirst();
        assertEquals("ichor-handoff", manifest.get("name"));
        assertEquals(documents(text("hands-free/job.yaml")), documents((String) manifest.get("contents")));
        assertTrue(text("hands-free/talos-patch.yaml").length() < 1_000_000);
    }

    @Test
    void manyNodesAreSpreadOverSeveralConfigMaps() {
        List<BundleFile> files = new ArrayList<>(BUNDLE.files());
        for (int i = 0; i < 3; i++) {
            files.add(BundleFile.of("checks/large-" + i + ".yaml", "# a line of a file\n".repeat(20_000)));
        }
        String job = Scripts.handsFree(PLAN, files).getFirst().text();
        long most = 0;
        int maps = 0;
        for (Object document : documents(job)) {
            Map<?, ?> object = (Map<?, ?>) document;
            if ("ConfigMap".equals(object.get("kind"))) {
                maps++;
                long size = ((Map<?, ?>) object.get("data")).values().stream().mapToLong(text -> ((String) text)
                        .getBytes(StandardCharsets.UTF_8).length).sum();
                most = Math.max(most, size);
            }
        }
        assertTrue(most < 1 << 20 && maps > 1, maps + " maps, the largest with " + most + " bytes");
    }

    @Test
    void withoutAWishThereIsNoJob() {
        assertTrue(Bundles.of(PLAN, false).files().stream().noneMatch(file -> file.path().startsWith("hands-free")));
    }

    private static Yaml parser() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(8 << 20);
        return new Yaml(new SafeConstructor(options));
    }

    private static Map<String, Object> yaml(String text) {
        return parser().load(text);
    }

    private static List<Object> documents(String text) {
        List<Object> all = new ArrayList<>();
        parser().loadAll(text).forEach(all::add);
        return all;
    }

    @Test
    void theShellsAgreeThatItIsAScript() throws IOException, InterruptedException {
        for (String shell : List.of("sh", "bash")) {
            for (String name : List.of("install.sh", "verify.sh")) {
                Path file = Files.writeString(folder.resolve(name), text(name));
                assertEquals(0, new ProcessBuilder(shell, "-n", file.toString()).inheritIO().start().waitFor());
            }
        }
        assertTrue(Stream.of("install.sh", "verify.sh").allMatch(name -> BUNDLE.file(name).orElseThrow()
                .executable()));
    }
}
