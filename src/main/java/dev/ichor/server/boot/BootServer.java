package dev.ichor.server.boot;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.ipxe.BootPlane;
import dev.ichor.provision.BootFile;
import dev.ichor.provisioner.Provisioner;
import dev.ichor.talos.boot.TicketMask;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.RequestLimitingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;

/** The boot plane's HTTP listener, and the HTTPS one beside it. */
public final class BootServer implements AutoCloseable {
    /** How long an agent's question for orders is kept open. */
    public static final Duration POLL = Duration.ofSeconds(50);

    /**
     * A second listener, by HTTPS, which hands out configurations and nothing else.
     *
     * @param port    TCP port at the address of the first
     * @param context with the server's certificate
     */
    public record Tls(int port, SSLContext context) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(BootServer.class);
    private static final int WORKERS = 24;
    private static final int UPLOADS_AT_ONCE = 4;
    private static final int REPORTS_AT_ONCE = 8;
    private static final int WIPES_AT_ONCE = 8;
    private static final int CONFIGS_AT_ONCE = 8;
    private static final int QUEUE = 4_096;
    private static final int BACKLOG = 4_096;
    private static final int PARSE_MILLIS = 20_000;
    private static final int IDLE_MILLIS = 120_000;

    private final Undertow undertow;

    private final ThreadWatch watch;

    private BootServer(Undertow undertow, ThreadWatch watch) {
        this.undertow = undertow;
        this.watch = watch;
    }

    /**
     * Listens on the provisioner's boot plane address.
     *
     * @param owner    whose address that is now; a first script is made for that machine (quirk T12)
     * @param listener told of each request when it is over, on the thread that ended it; must not block
     * @param tls      empty: there is no such listener
     * @throws UncheckedIOException if a port cannot be had; the message is one sentence for people
     */
    public static BootServer start(Provisioner provisioner, BootAssets assets, Function<Ipv4, Optional<Mac>> owner,
                                   Consumer<HttpExchangeRecord> listener, Optional<Tls> tls) {
        return start(provisioner, assets, owner, listener, tls, POLL);
    }

    static BootServer start(Provisioner provisioner, BootAssets assets, Function<Ipv4, Optional<Mac>> owner,
                            Consumer<HttpExchangeRecord> listener) {
        return start(provisioner, assets, owner, listener, POLL);
    }

    static BootServer start(Provisioner provisioner, BootAssets assets, Function<Ipv4, Optional<Mac>> owner,
                            Consumer<HttpExchangeRecord> listener, Duration poll) {
        return start(provisioner, assets, owner, listener, Optional.empty(), poll);
    }

    private static BootServer start(Provisioner provisioner, BootAssets assets, Function<Ipv4, Optional<Mac>> owner,
                                    Consumer<HttpExchangeRecord> listener, Optional<Tls> tls,
                                    Duration poll) {
        BootPlane plane = provisioner.plane();
        AgentHandler agents = new AgentHandler(provisioner, poll);
        Routes routes = new Routes(new ScriptHandler(provisioner, owner), agents, new WipeHandler(provisioner, agents),
                new ConfigHandler(provisioner.talos().installs()), new InstallHandler(provisioner, agents, assets), assets);
        Undertow.Builder builder = Undertow.builder()
                .addHttpListener(plane.port(), plane.address().toString())
                .setWorkerThreads(WORKERS)
                .setSocketOption(Options.BACKLOG, BACKLOG)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) AgentHandler.MAXIMUM_REPORT)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setHandler(exchange -> {
                    Trace.begin(exchange, listener);
                    routes.handleRequest(exchange);
                });
        tls.ifPresent(secure -> builder.addListener(new Undertow.ListenerBuilder()
                .setType(Undertow.ListenerType.HTTPS).setPort(secure.port()).setHost(plane.address().toString())
                .setSslContext(secure.context())
                .setOverrideSocketOptions(OptionMap.create(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3",
                        "TLSv1.2")))
                .setRootHandler(exchange -> {
                    Trace.begin(exchange, listener);
                    routes.configurationsOnly(exchange);
                })));
        Undertow undertow = builder.build();
        listen(undertow, plane, tls);
        LOG.info("boot-plane url={} tls={}", plane.url(), tls.map(secure -> "" + secure.port()).orElse("off"));
        String worker = undertow.getWorker().getName();
        return new BootServer(undertow, ThreadWatch.over(
                ThreadWatch.named(List.of(worker + " I/O", worker + " Accept"))));
    }

    private static void listen(Undertow undertow, BootPlane plane, Optional<Tls> tls) {
        try {
            undertow.start();
        } catch (RuntimeException e) {
            undertow.stop();
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException("cannot listen on TCP " + plane.address() + ":" + plane.port()
                        + tls.map(secure -> " and " + secure.port()).orElse("") + ": " + cause.getMessage(), cause);
            }
            throw e;
        }
    }

    /** Completes when nothing is served any more: normally after {@link #close}, exceptionally when a thread died. */
    public CompletionStage<Void> ended() {
        return watch.ended();
    }

    /** How many threads are watched. */
    int watched() {
        return watch.size();
    }

    /** Closes the port and all connections. */
    @Override
    public void close() {
        watch.close();
        undertow.stop();
    }

    /** Which handler answers what. Paths are exact; there is no tree behind them. */
    private static final class Routes implements HttpHandler {
        private final ScriptHandler scripts;
        private final AgentHandler agents;
        private final BootAssets assets;
        private final HttpHandler upload;
        private final HttpHandler report;
        private final HttpHandler wipePlan;
        private final HttpHandler receipt;
        private final HttpHandler config;
        private final HttpHandler install;

        Routes(ScriptHandler scripts, AgentHandler agents, WipeHandler wipes, ConfigHandler configs,
               InstallHandler installs, BootAssets assets) {
            this.scripts = scripts;
            this.agents = agents;
            this.assets = assets;
            this.upload = new RequestLimitingHandler(UPLOADS_AT_ONCE, QUEUE, new BlockingHandler(agents::fingerprint));
            this.report = new RequestLimitingHandler(REPORTS_AT_ONCE, QUEUE, new BlockingHandler(agents::report));
            this.wipePlan = new RequestLimitingHandler(WIPES_AT_ONCE, QUEUE, new BlockingHandler(wipes::plan));
            this.receipt = new RequestLimitingHandler(WIPES_AT_ONCE, QUEUE, new BlockingHandler(wipes::receipt));
            this.config = new RequestLimitingHandler(CONFIGS_AT_ONCE, QUEUE, new BlockingHandler(configs::serve));
            this.install = new RequestLimitingHandler(CONFIGS_AT_ONCE, QUEUE, new BlockingHandler(installs::image));
        }

        @Override
        public void handleRequest(HttpServerExchange exchange) throws Exception {
            String path = exchange.getRequestPath();
            switch (path) {
                case "/agent/fingerprint" -> {
                    exchange.setMaxEntitySize(AgentHandler.MAXIMUM_ARCHIVE);
                    only(exchange, Methods.POST, upload);
                }
                case "/agent/report" -> only(exchange, Methods.POST, report);
                case "/agent/order" -> only(exchange, Methods.GET, agents::order);
                case "/agent/install" -> only(exchange, Methods.GET, install);
                case "/agent/wipe" -> wipe(exchange);
                case "/boot/next.ipxe" -> only(exchange, Methods.GET, scripts::next);
                default -> only(exchange, Methods.GET, path.startsWith(TicketMask.PATH) ? config : file(path));
            }
        }

        /** What needs no secrecy is not served twice. */
        void configurationsOnly(HttpServerExchange exchange) throws Exception {
            only(exchange, Methods.GET, exchange.getRequestPath().startsWith(TicketMask.PATH) ? config
                    : Routes::nothing);
        }

        private void wipe(HttpServerExchange exchange) throws Exception {
            if (exchange.getRequestMethod().equals(Methods.GET)) {
                wipePlan.handleRequest(exchange);
            } else {
                only(exchange, Methods.POST, receipt);
            }
        }

        /** A name that looks like a script gets the first script: a machine that asks is to boot. */
        private HttpHandler file(String path) {
            if (path.endsWith(".ipxe")) {
                return scripts::init;
            }
            Optional<BootAsset> asset = Optional.empty();
            if (path.startsWith("/assets/")) {
                asset = assets.find(path.substring("/assets/".length()));
            } else if (path.startsWith("/boot/")) {
                asset = BootFile.named(path).flatMap(file -> assets.find(file.fileName()));
            }
            return asset.<HttpHandler>map(AssetHandler::new).orElse(Routes::nothing);
        }

        private static void nothing(HttpServerExchange exchange) {
            LOG.info("not-served path={} from={}", Trace.path(exchange), Trace.client(exchange));
            Answers.line(exchange, StatusCodes.NOT_FOUND, "there is no such file here");
        }

        /** HEAD goes wherever GET goes. */
        private static void only(HttpServerExchange exchange, HttpString method, HttpHandler handler)
                throws Exception {
            HttpString asked = exchange.getRequestMethod();
            boolean head = asked.equals(Methods.HEAD) && method.equals(Methods.GET);
            if (asked.equals(method) || head) {
                handler.handleRequest(exchange);
            } else {
                exchange.getResponseHeaders().put(Headers.ALLOW, method.toString());
                Answers.line(exchange, StatusCodes.METHOD_NOT_ALLOWED, "only " + method);
            }
        }
    }
}
