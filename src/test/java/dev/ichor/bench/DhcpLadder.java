package dev.ichor.bench;

import dev.ichor.rack.Command;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds by perfdhcp how many full exchanges a second a server completes while it leaves next to none unanswered. */
final class DhcpLadder {
    private static final Pattern RATE = Pattern.compile("Rate: ([0-9.]+) 4-way");
    private static final int WARM = 500;
    private static final int FIRST = 700;
    private static final int LAST = 64_000;
    private static final double STEP = 1.3;
    /** Another program's burst must not end the climb. */
    private static final int TRIES = 2;
    /** A rung holds if this share of the asked rate was completed. */
    private static final double HOLDS = 0.98;

    private DhcpLadder() {
    }

    /** Exchanges a second on the highest rung that held, 0 if not even the first did; and exchanges on all rungs. */
    record Climb(double best, double exchanges) {
    }

    static Climb climb(Lab lab, int seconds) {
        double best = 0;
        double exchanges = 0;
        // A server that has just started is measured by the storm, not here.
        exchanges += rung(lab, WARM, 2 * seconds) * 2 * seconds;
        int tries = 0;
        for (double asked = FIRST; asked <= LAST && tries < TRIES;) {
            double reached = rung(lab, (int) asked, seconds);
            exchanges += reached * seconds;
            if (reached >= asked * HOLDS) {
                best = reached;
                asked *= STEP;
                tries = 0;
            } else {
                tries++;
            }
        }
        return new Climb(best, exchanges);
    }

    private static double rung(Lab lab, int rate, int seconds) {
        // Its exit status is 3 when an exchange stayed open, which the rate tells as well.
        Command.Result result = lab.client.namespace().run(Duration.ofSeconds(seconds + 30), "perfdhcp", "-4", "-l",
                "eth0", "-R", "20000", "-r", Integer.toString(rate), "-p", Integer.toString(seconds), "-W", "1",
                Lab.SERVER);
        Matcher matcher = RATE.matcher(result.out());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
