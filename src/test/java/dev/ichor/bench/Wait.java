package dev.ichor.bench;

import dev.ichor.rack.Daemon;
import java.time.Duration;

/** Waits until a server serves. */
final class Wait {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Wait() {
    }

    static void forLog(Daemon daemon, String regex) {
        daemon.await(regex, LIMIT);
    }

    static void forUdp(Lab lab, int port) {
        forSocket(lab, "-lun", port);
    }

    static void forTcp(Lab lab, int port) {
        forSocket(lab, "-ltn", port);
    }

    private static void forSocket(Lab lab, String kind, int port) {
        lab.server.namespace().run(LIMIT, "sh", "-c", "until ss -H " + kind + " sport = :" + port
                + " | grep -q .; do sleep 0.05; done").orFail();
    }
}
