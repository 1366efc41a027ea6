package dev.ichor.yaml.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problems;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.World;
import dev.ichor.inventory.plan.Change;
import dev.ichor.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written is read the same, and what is not understood is told, whatever it is. */
@Timeout(120)
class RoundTripTest {
    @Test
    void aWorldThatIsWrittenAndReadIsTheSame() {
        for (int seed = 0; seed < 500; seed++) {
            World world = new Worlds(seed).world();
            List<InventoryFile> files = new ArrayList<>(Worlds.files(world));
            Collections.shuffle(files, new Random(seed));
            Problems problems = new Problems();
            World read = InventoryReader.read(files, problems).world();
            assertEquals(List.of(), problems.list());
            assertEquals(world, read);
            assertEquals(Set.copyOf(files), Set.copyOf(Worlds.files(read)), "the canonical text is a fixpoint");
            assertEquals(List.of(), Change.between(world, read, true, Set.of()), "a round trip changes nothing");
        }
    }

    @Test
    void jsonOfTheSameFormIsReadTheSame() {
        for (int seed = 0; seed < 150; seed++) {
            for (Declared declared : new Worlds(seed).world().all()) {
                for (String json : List.of(Json.write(InventoryWriter.tree(declared)),
                        Json.writePretty(InventoryWriter.tree(declared)).replaceAll("(?m)^ +", "\t"))) {
                    Problems problems = new Problems();
                    assertEquals(Optional.of(declared), InventoryReader.readOne(json, "body", problems), json);
                    assertTrue(problems.isEmpty());
                }
            }
        }
    }

    @Test
    void jsonWithWhatYamlDoesNotKnow() {
        Problems problems = new Problems();
        String json = "{\t\"kind\"\n\t:\"Node\",\n\"name\":\"n\",\"cluster\":\"c\",\"type\":\"worker\",\"labels\":"
                + "{\"a\\/b\":\"\\u0041\"},\r\n\"storage\":null,\"disks\":[]}";
        Declared read = InventoryReader.readOne(json, "body", problems).orElseThrow();
        assertTrue(problems.isEmpty());
        assertEquals("kind: Node\nname: \"n\"\ncluster: c\ntype: worker\nlabels:\n  a/b: A\n",
                InventoryWriter.yaml(read));
        InventoryReader.readOne("{\"kind\":\"Node\",\n\"name\":\"n\",\t\"type\":7}", "body", problems);
        assertEquals(List.of("body:1 cluster: is missing. Add 'cluster: ...'",
                "body:2 type: unknown node type (known: controlplane, worker)"),
                problems.list().stream().map(Object::toString).toList());
    }

    /** Nothing but problems comes of bad text: no exception, and never a thing beside a problem. */
    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(41);
        List<InventoryFile> seeds = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            seeds.addAll(Worlds.files(new Worlds(seed).world()));
        }
        int refused = 0;
        for (int i = 0; i < 8_000; i++) {
            String text = random.nextInt(10) == 0 ? noise(random)
                    : mutated(seeds.get(random.nextInt(seeds.size())).text(), random);
            Problems problems = new Problems();
            Optional<Declared> read = InventoryReader.readOne(text, "f", problems);
            assertEquals(read.isEmpty(), !problems.isEmpty(), text);
            refused += read.isEmpty() ? 1 : 0;
            read.ifPresent(declared -> assertEquals(Optional.of(declared),
                    InventoryReader.readOne(InventoryWriter.yaml(declared), "g", new Problems()), text));
        }
        assertTrue(refused > 2_000 && refused < 8_000, "both happen: " + refused);
    }

    private static String noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static String mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int n = 0; n < 1 + random.nextInt(3) && !out.isEmpty(); n++) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(4)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, (char) random.nextInt(random.nextInt(8) == 0 ? 0x10000 : 128));
                case 2 -> out.setCharAt(at, ":-{}[]\"'\\\n\t #&*!|>%@`0aZ".charAt(random.nextInt(24)));
                default -> {
                    int end = Math.min(out.length(), at + random.nextInt(40));
                    out.insert(random.nextInt(out.length()), out.substring(at, end));
                }
            }
        }
        return out.toString();
    }

    /** The same for whole worlds: what does not fit together is told, whatever is left of it. */
    @Test
    void anyWorldIsReadOrRefused() {
        Random random = new Random(43);
        for (int seed = 0; seed < 500; seed++) {
            List<InventoryFile> files = new ArrayList<>();
            for (InventoryFile file : Worlds.files(new Worlds(seed).world())) {
                files.add(random.nextInt(3) > 0 ? file
                        : new InventoryFile(file.path(), mutated(file.text(), random)));
            }
            Problems problems = new Problems();
            InventoryReader.Read read = InventoryReader.read(files, problems);
            assertTrue(!problems.isEmpty() || read.world().problems().isEmpty());
            problems.list().forEach(problem -> assertTrue(problem.where().matches("(?s)(clusters|nodes|policies)/.*"),
                    problem.toString()));
        }
    }
}
