package dev.ichor.kube;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What comes back at once. */
record KubeAnswer(int status, String type, byte[] body) {
    /** A request that is refused, as Kubernetes words it. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int code;
        private final String reason;

        Refused(int code, String reason, String message) {
            super(message);
            this.code = code;
            this.reason = reason;
        }

        static Refused notFound(KubeTarget target) {
            return new Refused(404, "NotFound", target.type().key() + " \"" + target.name() + "\" not found");
        }

        static Refused forbidden(KubeTarget target, String why) {
            return new Refused(403, "Forbidden", target.type().key() + " \"" + target.name() + "\" is forbidden: "
                    + why);
        }

        static Refused invalid(KubeTarget target, String why) {
            return new Refused(422, "Invalid", target.type().kind() + " \"" + target.name() + "\" is invalid: " + why);
        }

        KubeAnswer answer() {
            return json(code, Tree.of("kind", "Status", "apiVersion", "v1", "metadata", Tree.of(), "status", "Failure",
                    "message", getMessage(), "reason", reason, "details", Tree.of(), "code", code));
        }
    }

    static KubeAnswer json(int status, Map<String, Object> body) {
        return new KubeAnswer(status, "application/json", Tree.json(body).getBytes(StandardCharsets.UTF_8));
    }

    static KubeAnswer text(String body) {
        return new KubeAnswer(200, "text/plain", body.getBytes(StandardCharsets.UTF_8));
    }
}
