package dev.ichor.kube;

import dev.ichor.kube.KubeAnswer.Refused;
import dev.ichor.kube.KubeObjects.Key;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.xnio.IoUtils;

/**
 * A stand-in of a Kubernetes cluster on a free port of 127.0.0.1. It records all requests; each GET and each look of a
 * watch is a tick of its controllers, so nothing in it depends on time. Thread-safe.
 */
public final class KubeWorld implements AutoCloseable {
    /** The version that it says it has. */
    public static final String VERSION = "1.33.9";
    private static final int HALF = 12;
    private final Object lock = new Object();
    private final KubeObjects objects = new KubeObjects();
    private final Recording recording = new Recording();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Rack rack;
    private final Controllers controllers;
    private final KubeApi api;
    private final KubeProxy proxy;
    private final Undertow server;
    private int helmWrites;
    private int poolWrites;
    private int writesUntilCut = -1;
    private int ticks = 1;
    private volatile boolean closed;

    /** Starts. */
    public KubeWorld(List<Machine> machines) {
        rack = new Rack(machines);
        KubeRules rules = new KubeRules(objects, rack);
        controllers = new Controllers(objects, rack, rules);
        api = new KubeApi(objects, rules);
        proxy = new KubeProxy(objects, rack);
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(2)
                .setHandler(exchange -> exchange.dispatch(executor, new BlockingHandler(this::handle))).build();
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    /** For helm and kubectl. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: stand-in, cluster: {server: "%s"}}]
                users: [{name: stand-in, user: {}}]
                contexts: [{name: stand-in, context: {cluster: stand-in, user: stand-in}}]
                current-context: stand-in
                """.formatted(url());
    }

    public Recording recording() {
        return recording;
    }

    /** From now on this goes wrong. */
    public void strike(Trouble trouble) {
        synchronized (lock) {
            rack.troubles().add(trouble);
            helmWrites = 0;
            poolWrites = 0;
        }
    }

    boolean isStruck(Trouble trouble) {
        synchronized (lock) {
            return rack.has(trouble);
        }
    }

    /** Nothing goes wrong any more. */
    public void mend() {
        synchronized (lock) {
            rack.troubles().clear();
            writesUntilCut = -1;
        }
    }

    /** The connection is closed at this write, counted from 0, before it is done. */
    public void cutAtWrite(int number) {
        synchronized (lock) {
            writesUntilCut = number;
        }
    }

    /** How far each GET brings the controllers; 1 unless said. */
    public void setTicks(int ticks) {
        synchronized (lock) {
            this.ticks = ticks;
        }
    }

    /** Puts something on a disk: empty, {@code pool NAME}, or other words. */
    public void put(String serial, String what) {
        synchronized (lock) {
            rack.put(serial, what);
        }
    }

    /** Data that Mayastor would have overwritten. */
    public List<String> destroyed() {
        synchronized (lock) {
            return rack.destroyed();
        }
    }

    /** Lets it serve what the Prometheus operator brings. */
    public void serveMonitoring() {
        synchronized (lock) {
            for (String kind : List.of("ServiceMonitor", "PrometheusRule")) {
                define("monitoring.coreos.com", kind, "v1");
            }
        }
    }

    /** Lets it serve a kind, in its own version. */
    public void define(String group, String kind, String version) {
        synchronized (lock) {
            String plural = kind.toLowerCase() + "s";
            objects.create(new Key(Controllers.CRDS, "", plural + "." + group),
                    Controllers.definition(group, plural, kind, List.of(version), List.of()));
            controllers.step();
            controllers.step();
        }
    }

    /** Objects that are there now, as {@code TYPE NAMESPACE/NAME}. */
    public List<String> names() {
        synchronized (lock) {
            return objects.keys().stream().map(Key::toString).toList();
        }
    }

    /** An object, e.g. {@code diskpools.openebs.io}, as JSON. */
    public Optional<String> object(String type, String namespace, String name) {
        synchronized (lock) {
            return objects.get(type, namespace, name).map(Tree::json);
        }
    }

    private void handle(HttpServerExchange exchange) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
        byte[] body = exchange.getInputStream().readAllBytes();
        KubeAsk ask = new KubeAsk(exchange.getRequestMethod().toString(), exchange.getRequestPath(), query,
                header(exchange, "Content-Type"), header(exchange, "Accept"), header(exchange, "User-Agent"),
                KubeProto.is(body) ? KubeProto.json(body) : body);
        if (ask.query("watch").matches("1|true")) {
            stream(exchange, ask);
            return;
        }
        Optional<KubeAnswer> answer = ask(ask);
        if (answer.isEmpty()) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        exchange.setStatusCode(answer.get().status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.get().type());
        exchange.getOutputStream().write(answer.get().body());
        exchange.getOutputStream().close();
    }

    /** Answers anything but a watch; empty if the connection is to be closed. */
    Optional<KubeAnswer> ask(KubeAsk ask) {
        synchronized (lock) {
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
    }

    /** All kinds that are served now. */
    List<KubeType> types() {
        synchronized (lock) {
            return api.types();
        }
    }

    private static String header(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(new HttpString(name))).orElse("");
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
        return KubeDiscovery.page(ask.path(), ask.accept(), api.types(), VERSION).map(page -> new KubeAnswer(200,
                page.type(), KubeAnswer.json(200, page.body()).body()));
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

    private void record(KubeAsk ask, Optional<KubeTarget> target, int status, String answer) {
        String name = target.map(KubeTarget::name).filter(one -> !one.isEmpty()).orElseGet(() -> ask.method()
                .equals("POST") && target.isPresent() && ask.body().length > 0 ? Tree.text(Tree.parse(ask.body()),
                        "metadata", "name") : "");
        String subject = target.filter(one -> !one.sub().startsWith("proxy")).map(one -> new Key(one.type().key(),
                one.namespace(), name) + (one.sub().isEmpty() ? "" : "/" + one.sub())).orElse("");
        String query = ask.query().entrySet().stream().map(Object::toString).collect(Collectors.joining("&"));
        recording.add(new Recording.Request(ask.method(), ask.path() + (query.isEmpty() ? "" : "?" + query),
                ask.agent(), ask.text(), subject, ask.isDry(), status, answer));
    }

    private void stream(HttpServerExchange exchange, KubeAsk ask) throws IOException {
        KubeTarget target;
        synchronized (lock) {
            Optional<KubeTarget> found = KubeTarget.of(ask.path(), api.types());
            record(ask, found, found.isPresent() ? 200 : 404, "");
            if (found.isEmpty() || rack.has(Trouble.API_DOWN)) {
                exchange.setStatusCode(found.isEmpty() ? 404 : 503);
                return;
            }
            target = found.get();
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        KubeWatch watch = new KubeWatch(objects, api, ask, target);
        for (int look = 0; !closed && !watch.isOver(); look++) {
            List<String> lines;
            synchronized (lock) {
                if (rack.has(Trouble.API_DOWN)) {
                    IoUtils.safeClose(exchange.getConnection());
                    return;
                }
                controllers.step();
                lines = watch.lines();
            }
            for (String line : lines) {
                exchange.getOutputStream().write((line + "\n").getBytes());
            }
            if (look % 50 == 0) {
                // A newline between the events is nothing to the client, and tells here whether it is still there.
                exchange.getOutputStream().write('\n');
            }
            exchange.getOutputStream().flush();
            watch.rest();
        }
        exchange.getOutputStream().close();
    }

    @Override
    public void close() {
        closed = true;
        server.stop();
        executor.shutdownNow();
    }
}
