package dev.ichor.bench;

import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.provisioner.Crowd;
import dev.ichor.provisioner.Machines.Query;
import dev.ichor.provisioner.Machines.Query.Sort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The same questions to an inventory of ten machines and to one of ten thousand, in turn, in one process. */
final class InventoryScale implements AutoCloseable {
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int WARM = 300;
    private static final int TIMES = 500;

    private final Path folder;
    private final Crowd few;
    private final Crowd many;

    private InventoryScale() throws IOException {
        folder = Files.createTempDirectory("ichor-inventory-bench");
        few = new Crowd(folder.resolve("few"), FEW);
        long begin = System.nanoTime();
        many = new Crowd(folder.resolve("many"), MANY);
        System.err.printf(Locale.ROOT, "inventory: %d machines with %d events each made in %.0f s%n", MANY,
                Crowd.EVENTS,
                (System.nanoTime() - begin) / 1e9);
    }

    /** A question to an inventory; {@code round} makes it another one each time. */
    private interface Question {
        void ask(Crowd crowd, int round);
    }

    private record Figure(String what, double few, double many) {
        String line() {
            return String.format(Locale.ROOT, "| %s | %.0f | %.0f | **%.2f** |", what, few, many, many / few);
        }
    }

    static List<String> run(int rounds) throws IOException {
        try (InventoryScale scale = new InventoryScale()) {
            List<String> lines = new ArrayList<>(List.of("### Inventory: " + MANY + " machines with " + Crowd.EVENTS
                            + " events each against " + FEW, "", "| question | with " + FEW + " (µs, median) | with "
                            + MANY + " (µs, median) | ratio |", "|---|---:|---:|---:|"));
            scale.figures(rounds).forEach(figure -> lines.add(figure.line()));
            return lines;
        }
    }

    private List<Figure> figures(int rounds) {
        List<Figure> figures = new ArrayList<>();
        for (Sort sort : Sort.values()) {
            figures.add(measure("page of ten by " + sort.name().toLowerCase(Locale.ROOT).replace('_', ' '), rounds,
                    (crowd, _) -> crowd.page(query("", "", "", false, sort, Optional.empty()))));
        }
        String fewMiddle = few.middle();
        String manyMiddle = many.middle();
        figures.add(measure("page of five in the middle, by its cursor", rounds, (crowd, _) -> crowd.page(limited(
                query("", "", "", false, Sort.FIRST_SEEN, Optional.of(crowd == few ? fewMiddle : manyMiddle)), 5))));
        figures.add(measure("one of those that wait for a person", rounds,
                (crowd, _) -> crowd.page(limited(query("", "", "", true, Sort.FIRST_SEEN, Optional.empty()), 1))));
        figures.add(measure("nine of a stage that most are in", rounds, (crowd, _) -> crowd.page(limited(
                query("assigned", "", "", false, Sort.FIRST_SEEN, Optional.empty()), 9))));
        figures.add(measure("nine of a cluster that most are in", rounds, (crowd, _) -> crowd.page(limited(
                query("", "prod", "", false, Sort.FIRST_SEEN, Optional.empty()), 9))));
        figures.add(measure("those with a disk of that serial number", rounds, (crowd, round) -> crowd.page(query("",
                "", "pool" + crowd.number(round) + "x", false, Sort.FIRST_SEEN, Optional.empty()))));
        figures.add(measure("one by its MAC", rounds, (crowd, round) -> crowd.find(crowd.box(round).macs().getFirst()
                .toString())));
        figures.add(measure("one by its serial number", rounds, (crowd, round) -> crowd.find(crowd.box(round)
                .serial())));
        figures.add(measure("events of one", rounds, (crowd, round) -> crowd.events(round)));
        figures.add(measure("decide: what a boot loader does next", rounds,
                (crowd, round) -> crowd.bench.ask(crowd.box(round), crowd.boot)));
        figures.add(measure("take a fingerprint in, on the disk", rounds, (crowd, round) -> {
            Box box = crowd.box(round);
            Agent agent = crowd.bench.provisioner.agent(Bench.token(crowd.bench.ask(box,
                    crowd.bench.freshBoot()))).orElseThrow();
            crowd.bench.upload(agent, Bench.archive(box, agent.boot()));
        }));
        return figures;
    }

    private static Query query(String stage, String cluster, String text, boolean person, Sort sort,
                               Optional<String> cursor) {
        return new Query(some(stage), some(cluster), Optional.empty(), some(text), person, sort, false, cursor, 10);
    }

    /** Both inventories have as many of them as the page holds: pages of one length are compared. */
    private static Query limited(Query query, int limit) {
        return new Query(query.stage(), query.cluster(), query.zone(), query.text(), query.person(), query.sort(),
                query.down(), query.cursor(), limit);
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Both inventories in turn, question by question, so that a slow moment hits both. */
    private Figure measure(String what, int rounds, Question question) {
        for (int i = 0; i < WARM; i++) {
            question.ask(few, i);
            question.ask(many, i);
        }
        List<Double> fast = new ArrayList<>();
        List<Double> slow = new ArrayList<>();
        for (int i = 0; i < TIMES * rounds; i++) {
            fast.add(time(few, question, i));
            slow.add(time(many, question, i));
        }
        Figure figure = new Figure(what, Run.median(fast), Run.median(slow));
        System.err.println(figure.line());
        return figure;
    }

    private static double time(Crowd crowd, Question question, int round) {
        long begin = System.nanoTime();
        question.ask(crowd, round);
        return (System.nanoTime() - begin) / 1e3;
    }

    @Override
    public void close() throws IOException {
        few.close();
        many.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
