package dev.ichor.kube;

import dev.ichor.kube.KubeAnswer.Refused;
import dev.ichor.kube.KubeObjects.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes requests, records them and passes each to what answers it, unless a trouble comes between. Callers hold the
 * lock of the objects.
 */
final class KubeDesk {
    private static final int HALF = 12;
    private final KubeObjects objects;
    private final Recording recording;
    private final Rack rack;
    private final Controllers controllers;
    private final KubeApi api;
    private final KubeProxy proxy;
    private int helmWrites;
    private int poolWrites;
    private int writesUntilCut = -1;
    private int ticks = 1;

    KubeDesk(KubeObjects objects, Recording recording, Rack rack, Controllers controllers, KubeApi api) {
        this.objects = objects;
        this.recording = recording;
        this.rack = rack;
        this.controllers = controllers;
        this.api = api;
        proxy = new KubeProxy(objects, rack);
    }

    /** Troubles that come after some writes count from here. */
    void countAnew() {
        helmWrites = 0;
        poolWrites = 0;
    }

    /** Negative: at none. */
    void cutAtWrite(int number) {
        writesUntilCut = number;
    }

    void setTicks(int ticks) {
        this.ticks = ticks;
    }

    /** Answers anything but a watch; empty if the connection is to be closed. */
    Optional<KubeAnswer> ask(KubeAsk ask) {
        Optional<KubeTarget> target = KubeTarget.of(ask.path(), api.types());
        if (isCut(ask, target)) {
            record(ask, target, 0, "");
            return Optional.empty();
        }
        KubeAnswer answer = answer(ask, target);
        boolean log = target.filter(one -> one.sub().equals("log")).isPresent();
        record(ask, target, answer.status(), log ? new String(answer.body(), StandardCharsets.UTF_8) : "");
        return Optional.of(answer);
    }

    private boolean isCut(KubeAsk ask, Optional<KubeTarget> target) {
        if (!ask.isWrite() || ask.isDry()) {
            return false;
        }
        boolean pool = target.filter(one -> one.type().key().equals(PoolOperator.POOLS)).isPresent();
        boolean helm = isHelm(ask);
        poolWrites += pool ? 1 : 0;
        helmWrites += helm ? 1 : 0;
        return pool && poolWrites > 1 && rack.has(Trouble.POOLS_CUT)
                || helm && helmWrites > HALF && rack.has(Trouble.HELM_CUT)
                || writesUntilCut >= 0 && writesUntilCut-- == 0;
    }

    private static boolean isHelm(KubeAsk ask) {
        return ask.agent().startsWith("Helm/");
    }

    private KubeAnswer answer(KubeAsk ask, Optional<KubeTarget> target) {
        try {
            if (rack.has(Trouble.API_DOWN)) {
                throw new Refused(503, "ServiceUnavailable", "the server is currently unable to handle the request");
            }
            // The note of the release comes through, so that Helm can say that it failed.
            if (isHelm(ask) && ask.isWrite() && !ask.path().contains("/secrets") && helmWrites > HALF
                    && rack.has(Trouble.HELM_FAILS_HALFWAY)) {
                throw new Refused(500, "InternalError", "etcdserver: request timed out");
            }
            Optional<KubeAnswer> page = page(ask);
            if (page.isPresent()) {
                return page.get();
            }
            KubeTarget found = target.orElseThrow(() -> new Refused(404, "NotFound",
                    "the server could not find the requested resource"));
            for (int i = 0; i < ticks && !ask.isWrite(); i++) {
                controllers.step();
            }
            return ofObject(ask, found);
        } catch (Refused e) {
            return e.answer();
        } catch (RuntimeException e) {
            return new Refused(500, "InternalError", "the stand-in fails at " + ask.method() + " " + ask.path() + ": "
                    + e + " " + e.getStackTrace()[0]).answer();
        }
    }

    private Optional<KubeAnswer> page(KubeAsk ask) {
        if (List.of("/healthz", "/livez", "/readyz").contains(ask.path())) {
            return Optional.of(KubeAnswer.text("ok"));
        }
        if (ask.path().equals("/openapi/v2")) {
            return Optional.of(KubeDiscovery.openapi2());
        }
        if (ask.path().startsWith("/apis/authorization.k8s.io/v1/selfsubject")) {
            Map<String, Object> review = Tree.parse(ask.body());
            review.put("status", Tree.of("allowed", true));
            return Optional.of(KubeAnswer.json(201, review));
        }
        return KubeDiscovery.page(ask.path(), ask.accept(), api.types(), KubeWorld.VERSION).map(page ->
                new KubeAnswer(200, page.type(), KubeAnswer.json(200, page.body()).body()));
    }

    private KubeAnswer ofObject(KubeAsk ask, KubeTarget target) {
        if (target.sub().equals("log")) {
            return KubeAnswer.text(log(ask, target));
        }
        if (target.sub().startsWith("proxy")) {
            return proxy.answer(ask, target);
        }
        if (ask.method().equals("DELETE") && target.type().key().equals("persistentvolumeclaims")
                && rack.has(Trouble.CLEAN_UP_FORBIDDEN)) {
            throw Refused.forbidden(target, "admission webhook \"rules.example.test\" denied the request");
        }
        return api.answer(ask, target);
    }

    /** Of a follower only when the pod is over, or will not end. */
    private String log(KubeAsk ask, KubeTarget target) {
        int looks = ask.query("follow").equals("true") ? 20 : 0;
        while (true) {
            Map<String, Object> pod = objects.get(target.key()).orElseThrow(() -> Refused.notFound(target));
            if (looks-- <= 0 || PodLife.isOver(pod)) {
                return controllers.pods().log(target.key(), pod);
            }
            controllers.step();
        }
    }

    /** @param answer of logs only */
    void record(KubeAsk ask, Optional<KubeTarget> target, int status, String answer) {
        String name = target.map(KubeTarget::name).filter(one -> !one.isEmpty()).orElseGet(() -> ask.method()
                .equals("POST") && target.isPresent() && ask.body().length > 0 ? Tree.text(Tree.parse(ask.body()),
                        "metadata", "name") : "");
        String subject = target.filter(one -> !one.sub().startsWith("proxy")).map(one -> new Key(one.type().key(),
                one.namespace(), name) + (one.sub().isEmpty() ? "" : "/" + one.sub())).orElse("");
        String query = ask.query().entrySet().stream().map(Object::toString).collect(Collectors.joining("&"));
        recording.add(new Recording.Request(ask.method(), ask.path() + (query.isEmpty() ? "" : "?" + query),
                ask.agent(), ask.text(), subject, ask.isDry(), status, answer));
    }
}
