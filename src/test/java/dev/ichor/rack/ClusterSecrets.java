package dev.ichor.rack;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** Makes a cluster's secrets by the API, as an operator would before the first machine is installed. */
public final class ClusterSecrets {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    private ClusterSecrets() {
    }

    /** A key of 4096 bits may take longer than one answer is waited for. */
    public static void make(AdminClient admin, String cluster) {
        String path = "/api/v1/clusters/" + cluster + "/secrets";
        try {
            AdminClient.Answer answer = admin.ask("POST", path, "{}", "Idempotency-Key", "make-" + cluster);
            if (answer.status() != 201) {
                throw new RackFailure("POST " + path + ": status " + answer.status() + " " + answer.text());
            }
        } catch (RackFailure e) {
            if (!(e.getCause() instanceof SocketTimeoutException)) {
                throw e;
            }
            Waiting.until(LIMIT, () -> isMade(admin, path) ? Optional.of(true) : Optional.empty()).orElseThrow(() -> e);
        }
    }

    private static boolean isMade(AdminClient admin, String path) {
        try {
            return admin.get(path).path("secrets").isObject();
        } catch (RackFailure e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return false;
            }
            throw e;
        }
    }
}
