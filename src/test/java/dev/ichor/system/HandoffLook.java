package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the appliance says of the hand-off of the cluster {@code rack}. */
final class HandoffLook {
    static final String PATH = "/api/v1/clusters/rack/handoff/";

    private final Site site;

    HandoffLook(Site site) {
        this.site = site;
    }

    /** Raw and usable bytes. */
    record Size(long raw, long usable) {
        private static Size of(JsonNode json) {
            return new Size(json.path("raw").asLong(), json.path("usable").asLong());
        }
    }

    /** States of the gates, by name. */
    Map<String, String> gates() {
        Map<String, String> gates = new LinkedHashMap<>();
        site.admin().get(PATH + "gates").path("items").forEach(gate -> gates.put(gate.path("name").asString(),
                gate.path("state").asString()));
        return gates;
    }

    /** Fails unless every gate is green, and says by what evidence. */
    void assertReady() {
        JsonNode answer = site.admin().get(PATH + "gates");
        assertTrue(answer.path("ready").asBoolean(), answer.toPrettyString());
        answer.path("items").forEach(gate -> assertFalse(gate.path("evidence").asString().isBlank(), gate.toString()));
    }

    /** The manifest of each pool, by the serial number of its disk. */
    Map<String, String> pools() {
        Map<String, String> pools = new LinkedHashMap<>();
        JsonNode plan = site.admin().get(PATH + "plan");
        Map<String, String> texts = files();
        plan.path("nodes").forEach(node -> node.path("pools").forEach(pool -> pools.put(pool.path("serial").asString(),
                texts.getOrDefault("manifests/pools/" + pool.path("name").asString() + ".yaml", ""))));
        return pools;
    }

    private Map<String, String> files() {
        Map<String, String> texts = new LinkedHashMap<>();
        site.admin().get(PATH + "bundle?texts=true").path("files").forEach(file -> texts.put(file.path("path")
                .asString(), file.path("text").asString()));
        return texts;
    }

    /** Fails unless the bundle has a pool for each of these disks, by its by-id link, and names no other disk. */
    void assertPools(List<String> serials, List<String> allDisks) {
        Map<String, String> pools = pools();
        assertEquals(new TreeSet<>(serials), new TreeSet<>(pools.keySet()));
        pools.forEach((serial, manifest) -> assertTrue(manifest.contains("/dev/disk/by-id/")
                && manifest.contains(serial), serial + " in " + manifest));
        files().forEach((path, text) -> allDisks.stream().filter(serial -> !serials.contains(serial)).forEach(serial ->
                assertFalse(text.contains(serial), path + " names " + serial)));
    }

    /**
     * Fails unless the command writes the bundle to a folder; it is given out then: later ones are compared with it.
     */
    void take() {
        Path folder = site.rack().folder().resolve("bundle");
        site.ichor("handoff", "bundle", "rack", "--to", folder.toString());
        try (Stream<Path> written = Files.walk(folder)) {
            assertEquals(new TreeSet<>(files().keySet()), new TreeSet<>(written.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString()).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Size size() {
        return Size.of(site.admin().get(PATH + "plan").path("capacity"));
    }

    /** What one more node would give, as the plan predicts. */
    Size grown() {
        return Size.of(site.admin().get(PATH + "plan").path("growth"));
    }

    /** What the differences from the bundle that was given out mean. */
    List<String> news() {
        List<String> news = new ArrayList<>();
        site.admin().get(PATH + "diff").path("changes").forEach(change -> news.add(change.path("meaning").asString()));
        return news;
    }
}
