package dev.ichor.bench;

import dev.ichor.rack.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts Ichor and its peers from Debian through the same runs, in turn, and prints ratios.
 * {@code [--rounds N] [--only tftp,dhcp,http,storm,start,inventory] [--write FILE]}.
 */
public final class Bench {
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Lab lab;
    private final int rounds;
    private final Report report = new Report();

    private Bench(Lab lab, int rounds) {
        this.lab = lab;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws IOException {
        int rounds = 3;
        Set<String> only = new TreeSet<>(List.of("start", "tftp", "dhcp", "http", "storm", "inventory"));
        Path write = null;
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[i + 1]);
                case "--only" -> only.retainAll(Set.of(args[i + 1].split(",")));
                case "--write" -> write = Path.of(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        if (only.equals(Set.of("inventory"))) {
            System.out.println(String.join("\n", InventoryScale.run(rounds)));
            return;
        }
        try (Lab lab = new Lab()) {
            BenchAssets.make(lab);
            Bench bench = new Bench(lab, rounds);
            bench.run(only);
            System.out.println(bench.report.text());
            if (write != null) {
                Files.writeString(write, bench.report.document(rounds));
            }
        }
    }

    private void run(Set<String> only) throws IOException {
        if (only.contains("start")) {
            report.add(Scenarios.startAndMemory(lab, rounds));
        }
        if (only.contains("tftp")) {
            for (Scenarios.Tftp tftp : Scenarios.TFTP) {
                compare(tftp.title(), "MiB/s", Scenarios.TFTP_CONTENDERS, tftp);
            }
        }
        if (only.contains("dhcp")) {
            compare("DHCP: full exchanges by perfdhcp, leases kept on disk", "exchanges/s", Scenarios.DHCP_CONTENDERS,
                    new Scenarios.Dhcp());
        }
        if (only.contains("http")) {
            compare("Assets: 100 MB to 50 clients at once", "MB/s", Scenarios.HTTP_CONTENDERS, new Scenarios.Http());
        }
        if (only.contains("storm")) {
            report.add(Scenarios.storm(lab, rounds));
        }
        if (only.contains("inventory")) {
            report.table(InventoryScale.run(rounds));
        }
    }

    /** One scenario for each contender in turn, round by round, so that a slow minute hits all of them. */
    private void compare(String title, String unit, List<Contender> contenders, Scenarios.Scenario scenario)
            throws IOException {
        List<List<Scenarios.Sample>> samples = new ArrayList<>();
        contenders.forEach(contender -> samples.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                samples.get(i).add(once(contenders.get(i), scenario));
                System.err.println(title + ": " + contenders.get(i).name() + " " + samples.get(i).getLast());
            }
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            runs.add(Run.of(contenders.get(i).name(), samples.get(i)));
        }
        report.add(title, unit, runs);
    }

    private Scenarios.Sample once(Contender contender, Scenarios.Scenario scenario) throws IOException {
        Daemon daemon = contender.start(lab);
        try {
            double before = Usage.cpuSeconds(daemon.pid());
            Scenarios.Done done = scenario.run(lab, contender);
            double cpu = contender.showsCpu() ? Math.max(0.01, Usage.cpuSeconds(daemon.pid()) - before) : Double.NaN;
            return new Scenarios.Sample(done.amount() / done.seconds(), done.work() / cpu,
                    Usage.residentMib(daemon.pid()), done.note());
        } finally {
            // Not a kill: a killed nginx leaves its workers, who would serve the next round.
            daemon.terminate(STOP);
            lab.lose(0);
        }
    }
}
