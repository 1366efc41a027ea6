package dev.ichor.kube;

import dev.ichor.kube.KubeAnswer.Refused;
import java.nio.charset.StandardCharsets;

/** Passes requests to Mayastor's REST API. Callers hold the lock of the objects. */
final class KubeProxy {
    private final KubeObjects objects;
    private final Rack rack;
    private final Claims claims;

    KubeProxy(KubeObjects objects, Rack rack) {
        this.objects = objects;
        this.rack = rack;
        claims = new Claims(objects, rack);
    }

    /** Labels of nodes are taken without a word. @param target a Service, perhaps with scheme and port */
    KubeAnswer answer(KubeAsk ask, KubeTarget target) {
        String[] parts = target.name().split(":");
        String service = parts.length == 3 ? parts[1] : parts[0];
        if (objects.get("services", target.namespace(), service).isEmpty()) {
            throw new Refused(404, "NotFound", "services \"" + service + "\" not found");
        }
        boolean alive = objects.in("pods", target.namespace()).anyMatch(pod -> PodLife.role(pod).equals("api-rest")
                && PodLife.isReady(pod));
        if (!alive || rack.has(Trouble.REST_DOWN)) {
            throw new Refused(503, "ServiceUnavailable", "no endpoints available for service \"" + service + "\"");
        }
        if (ask.method().equals("PUT") && target.sub().startsWith("proxy/v0/nodes/")) {
            return KubeAnswer.json(200, Tree.of());
        }
        return claims.rest(target.sub().replaceFirst("^proxy/?", "")).map(found -> new KubeAnswer(200,
                "application/json", Tree.json(found).getBytes(StandardCharsets.UTF_8)))
                .orElseThrow(() -> new Refused(404, "NotFound", target.sub() + " not found"));
    }
}
