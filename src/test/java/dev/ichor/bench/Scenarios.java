package dev.ichor.bench;

import dev.ichor.rack.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured. */
final class Scenarios {
    static final List<Contender> TFTP_CONTENDERS =
            List.of(new IchorServer("off", true), new Contender.Dnsmasq(), new Contender.TftpdHpa());
    static final List<Contender> DHCP_CONTENDERS =
            List.of(new IchorServer("full", false), new Contender.Dnsmasq(), new Contender.Kea());
    static final List<Contender> HTTP_CONTENDERS = List.of(new IchorServer("off", true), new Contender.Nginx());
    /** With loss the rate counts what arrived within the time, because a peer may need minutes for the rest. */
    static final List<Tftp> TFTP = List.of(new Tftp(512, 1, 0, 60), new Tftp(1468, 4, 0, 60), new Tftp(512, 1, 5, 30),
            new Tftp(1468, 4, 5, 30));
    private static final int TFTP_CLIENTS = 64;
    private static final int HTTP_CLIENTS = 50;
    private static final int MACHINES = 1000;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private Scenarios() {
    }

    /** What a run did: {@code amount} in {@code seconds}, {@code work} for the CPU figure, and what went wrong. */
    record Done(double amount, double work, double seconds, String note) {
    }

    /** One round of one contender. */
    record Sample(double rate, double cpuRate, double residentMib, String note) {
    }

    /** A load on a server that runs. */
    interface Scenario {
        Done run(Lab lab, Contender contender) throws IOException;
    }

    /** 1 MiB by TFTP to 64 clients at once. */
    record Tftp(int blksize, int window, int lossPercent, int seconds) implements Scenario {
        String title() {
            return "TFTP: 1 MiB to 64 clients at once, block " + blksize + ", window " + window
                    + (lossPercent == 0 ? "" : ", " + lossPercent + " % loss each way");
        }

        @Override
        public Done run(Lab lab, Contender contender) {
            lab.lose(lossPercent);
            Map<String, Double> figures = lab.load(TftpLoad.class, Lab.SERVER, 69, "ipxe-x86_64.efi", Lab.MEBIBYTE,
                    TFTP_CLIENTS, blksize, window, seconds);
            double mib = figures.get("bytes") / Lab.MEBIBYTE;
            String note = figures.get("whole") == TFTP_CLIENTS ? ""
                    : Math.round(figures.get("whole")) + " of 64 whole within " + seconds + " s";
            return new Done(mib, mib, figures.get("seconds"), note);
        }
    }

    /** The highest rate of full exchanges that is answered. */
    record Dhcp() implements Scenario {
        @Override
        public Done run(Lab lab, Contender contender) {
            DhcpLadder.Climb climb = DhcpLadder.climb(lab, 3);
            return new Done(climb.best(), climb.exchanges(), 1, "");
        }
    }

    /** 100 MB to 50 clients. */
    record Http() implements Scenario {
        @Override
        public Done run(Lab lab, Contender contender) {
            String path = contender.httpPath("discovery-x86_64.initrd");
            lab.load(HttpLoad.class, Lab.SERVER, contender.httpPort(), path, Lab.BIG, 2, 30);
            Map<String, Double> figures = lab.load(HttpLoad.class, Lab.SERVER, contender.httpPort(), path, Lab.BIG,
                    HTTP_CLIENTS, 90);
            double megabytes = figures.get("bytes") / 1e6;
            String note = figures.get("whole") == HTTP_CLIENTS ? ""
                    : Math.round(figures.get("whole")) + " of 50 whole";
            return new Done(megabytes, megabytes, figures.get("seconds"), note);
        }
    }

    /** Start to ready, and memory at rest. */
    static List<String> startAndMemory(Lab lab, int rounds) throws IOException {
        List<Double> seconds = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        // The first start makes the database and what the launcher caches; an operator's later starts find both.
        for (int round = 0; round <= rounds; round++) {
            long begin = System.nanoTime();
            Daemon daemon = new IchorServer("full", true).start(lab);
            if (round > 0) {
                seconds.add((System.nanoTime() - begin) / 1e9);
                daemon.output();
                pause(IDLE);
                idle.add(Usage.residentMib(daemon.pid()));
            }
            daemon.terminate(Duration.ofSeconds(20));
        }
        return List.of(line("Process start to ready: %.2f s (median; mark 1 s)", Run.median(seconds)),
                line("Resident at rest: %.0f MiB (median; mark 128 MiB)", Run.median(idle)));
    }

    /** 1,000 machines from DISCOVER to the script. */
    static List<String> storm(Lab lab, int rounds) throws IOException {
        List<Double> seconds = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        double scripts = MACHINES;
        double second = 0;
        for (int round = 0; round < rounds; round++) {
            Daemon daemon = new IchorServer("full", true).start(lab);
            Map<String, Double> figures = lab.load(StormLoad.class, Lab.SERVER, 8080, MACHINES, 60, "undionly.kpxe");
            System.err.println("storm: " + figures);
            seconds.add(figures.get("seconds"));
            scripts = Math.min(scripts, figures.get("scripts"));
            second = Math.max(second, figures.get("second_discover"));
            resident.add(Usage.residentMib(daemon.pid()));
            daemon.terminate(Duration.ofSeconds(20));
        }
        return List.of(
                line("Storm of 1,000 machines, DISCOVER to script: all at the script after %.1f s (median)",
                        Run.median(seconds)),
                line("Storm: machines with a script %.0f of 1000, that needed a second DISCOVER %.0f (worst round; mark 0)",
                        scripts, second),
                line("Storm: resident afterwards %.0f MiB (median)", Run.median(resident)));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
