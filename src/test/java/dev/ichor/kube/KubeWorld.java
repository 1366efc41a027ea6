package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.xnio.IoUtils;

/**
 * A stand-in of a Kubernetes cluster on a free port of 127.0.0.1. It records all requests; each GET and each look of a
 * watch is a tick of its controllers, so nothing in it depends on time. Thread-safe.
 */
public final class KubeWorld implements AutoCloseable {
    /** The version that it says it has. */
    public static final String VERSION = "1.33.9";
    private final Object lock = new Object();
    private final KubeObjects objects = new KubeObjects();
    private final Recording recording = new Recording();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Rack rack;
    private final Controllers controllers;
    private final KubeApi api;
    private final KubeDesk desk;
    private final Undertow server;
    private volatile boolean closed;

    /** Starts. */
    public KubeWorld(List<Machine> machines) {
        rack = new Rack(machines);
        KubeRules rules = new KubeRules(objects, rack);
        controllers = new Controllers(objects, rack, rules);
        api = new KubeApi(objects, rules);
        desk = new KubeDesk(objects, recording, rack, controllers, api);
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
            desk.countAnew();
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
            desk.cutAtWrite(-1);
        }
    }

    /** The connection is closed at this write, counted from 0, before it is done. */
    public void cutAtWrite(int number) {
        synchronized (lock) {
            desk.cutAtWrite(number);
        }
    }

    /** How far each GET brings the controllers; 1 unless said. */
    public void setTicks(int ticks) {
        synchronized (lock) {
            desk.setTicks(ticks);
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
            return desk.ask(ask);
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

    private void stream(HttpServerExchange exchange, KubeAsk ask) throws IOException {
        KubeTarget target;
        synchronized (lock) {
            Optional<KubeTarget> found = KubeTarget.of(ask.path(), api.types());
            desk.record(ask, found, found.isPresent() ? 200 : 404, "");
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
