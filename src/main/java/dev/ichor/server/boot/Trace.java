package dev.ichor.server.boot;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.machine.BootId;
import dev.ichor.talos.boot.TicketMask;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is noted of an exchange while it runs; told to the listener when it is over. */
final class Trace {
    private static final Logger LOG = LoggerFactory.getLogger(Trace.class);
    private static final AttachmentKey<Trace> KEY = AttachmentKey.create(Trace.class);
    private static final int USER_AGENT = 80;
    private static final int SAID = 200;

    private final Instant at = Instant.now();
    private final long began = System.nanoTime();
    private volatile Optional<BootId> boot = Optional.empty();
    private volatile Optional<Mac> mac = Optional.empty();
    private volatile String note = "";
    private volatile String said = "";
    private volatile boolean aborted;

    static void begin(HttpServerExchange exchange, Consumer<HttpExchangeRecord> listener) {
        Trace trace = new Trace();
        exchange.putAttachment(KEY, trace);
        exchange.addExchangeCompleteListener((done, next) -> {
            try {
                listener.accept(trace.record(done));
            } catch (RuntimeException e) {
                LOG.warn("exchange-record-lost path={}", path(done), e);
            } finally {
                next.proceed();
            }
        });
    }

    static Trace of(HttpServerExchange exchange) {
        return exchange.getAttachment(KEY);
    }

    void machine(BootId ofBoot, Mac ofMac) {
        boot = Optional.of(ofBoot);
        mac = Optional.of(ofMac);
    }

    void note(String text) {
        note = text;
    }

    /** Keeps what an agent said, made fit for one line. */
    void said(String text) {
        said = text.codePoints().map(c -> Character.isISOControl(c) || c == 0xFFFD ? ' ' : c).limit(SAID)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().strip();
    }

    void abort() {
        aborted = true;
    }

    private HttpExchangeRecord record(HttpServerExchange exchange) {
        String agent = Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.USER_AGENT)).orElse("");
        long length = exchange.getResponseContentLength();
        boolean cut = length > 0 && exchange.getResponseBytesSent() < length
                && !exchange.getRequestMethod().equals(Methods.HEAD);
        return new HttpExchangeRecord(at, client(exchange), exchange.getRequestMethod().toString(),
                path(exchange), agent.substring(0, Math.min(agent.length(), USER_AGENT)),
                exchange.getStatusCode(), exchange.getResponseBytesSent(),
                exchange.getRequestMethod().equals(Methods.HEAD) ? 0 : Math.max(0, length),
                Duration.ofNanos(System.nanoTime() - began), aborted || cut, boot, mac, note, said);
    }

    /** The path as it may be logged and kept: without a ticket. */
    static String path(HttpServerExchange exchange) {
        return TicketMask.mask(exchange.getRequestPath());
    }

    static Ipv4 client(HttpServerExchange exchange) {
        InetAddress address = exchange.getSourceAddress().getAddress();
        return address instanceof Inet4Address four ? Ipv4.of(four) : new Ipv4(0);
    }
}
