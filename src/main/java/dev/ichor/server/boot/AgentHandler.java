package dev.ichor.server.boot;

import dev.ichor.base.Sha256;
import dev.ichor.provision.AgentStep;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.OrderAnswer;
import dev.ichor.provisioner.OrderPoll;
import dev.ichor.provisioner.Provisioner;
import dev.ichor.provisioner.UploadAnswer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** The channel between discovery agent and appliance, as {@code boot-assets/discovery/FACTS.md} has it. */
final class AgentHandler {
    static final long MAXIMUM_ARCHIVE = 96L << 20;
    static final int MAXIMUM_REPORT = 1 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(AgentHandler.class);
    private static final int CHUNK = 64 << 10;
    private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(10);

    private final Provisioner provisioner;
    private final Duration pollTime;

    AgentHandler(Provisioner provisioner, Duration pollTime) {
        this.provisioner = provisioner;
        this.pollTime = pollTime;
    }

    /** The agent that asks; answers 401 or 403 itself if there is none. */
    Optional<Agent> agent(HttpServerExchange exchange) {
        String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION)).orElse("");
        if (!header.startsWith("Bearer ")) {
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
            refuse(exchange, StatusCodes.UNAUTHORIZED, "a request of an agent carries its token");
            return Optional.empty();
        }
        Optional<Agent> agent = provisioner.agent(header.substring("Bearer ".length()).strip());
        if (agent.isEmpty()) {
            refuse(exchange, StatusCodes.FORBIDDEN, "this token is not of this appliance: boot again");
        } else {
            Trace.of(exchange).machine(agent.get().boot(), agent.get().mac());
        }
        return agent;
    }

    /** Without reading the body, so the connection cannot be used again. */
    static void refuse(HttpServerExchange exchange, int status, String why) {
        Trace.of(exchange).note(why);
        exchange.setPersistent(false);
        Answers.line(exchange, status, why);
    }

    /** On a worker thread, blocking. */
    void fingerprint(HttpServerExchange exchange) throws IOException {
        Optional<Agent> agent = agent(exchange);
        if (agent.isEmpty()) {
            return;
        }
        long length = exchange.getRequestContentLength();
        if (length < 0) {
            refuse(exchange, StatusCodes.LENGTH_REQUIRED, "an archive comes with its Content-Length");
        } else if (length > MAXIMUM_ARCHIVE) {
            refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "the archive has " + length
                    + " bytes, more than the " + MAXIMUM_ARCHIVE + " that are taken");
        } else {
            Path upload = provisioner.newUpload();
            try {
                take(exchange, agent.get(), upload, length);
            } finally {
                Files.deleteIfExists(upload);
            }
        }
    }

    private void take(HttpServerExchange exchange, Agent agent, Path upload, long length) throws IOException {
        Sha256 hash;
        try {
            hash = receive(exchange, upload, length);
        } catch (IOException e) {
            LOG.info("upload-cut boot={} mac={} why=\"{}\"", agent.boot(), agent.mac(), e.getMessage());
            Trace.of(exchange).note("upload cut: " + e.getMessage());
            Trace.of(exchange).abort();
            exchange.setStatusCode(StatusCodes.BAD_REQUEST);
            exchange.endExchange();
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        switch (provisioner.acceptFingerprint(agent, upload, hash)) {
            case UploadAnswer.Accepted accepted -> {
                Trace.of(exchange).note("fingerprint " + accepted.hash());
                Answers.line(exchange, StatusCodes.OK, "ok " + accepted.hash());
            }
            case UploadAnswer.Over over -> note(exchange, StatusCodes.CONFLICT, over.why());
            case UploadAnswer.Refused refused -> {
                LOG.warn("fingerprint-refused boot={} mac={} why=\"{}\"", agent.boot(), agent.mac(), refused.why());
                note(exchange, StatusCodes.UNPROCESSABLE_ENTITY, refused.why());
            }
        }
    }

    static void note(HttpServerExchange exchange, int status, String why) {
        Trace.of(exchange).note(why);
        Answers.line(exchange, status, why);
    }

    private static Sha256 receive(HttpServerExchange exchange, Path upload, long length) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[CHUNK];
        long end = System.nanoTime() + UPLOAD_LIMIT.toNanos();
        long left = length;
        InputStream in = exchange.getInputStream();
        try (OutputStream out = Files.newOutputStream(upload)) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, CHUNK));
                if (read < 0) {
                    throw new IOException(left + " of " + length + " bytes are missing");
                }
                if (System.nanoTime() - end > 0) {
                    throw new IOException("it took more than " + UPLOAD_LIMIT.toMinutes() + " minutes");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        return Sha256.finish(digest.digest());
    }

    /** On a worker thread, blocking. */
    void report(HttpServerExchange exchange) throws IOException {
        Optional<Agent> agent = agent(exchange);
        if (agent.isEmpty()) {
            return;
        }
        if (exchange.getRequestContentLength() > MAXIMUM_REPORT) {
            refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "a report has at most " + MAXIMUM_REPORT + " bytes");
            return;
        }
        byte[] body = exchange.getInputStream().readNBytes(MAXIMUM_REPORT);
        String line = new String(body, StandardCharsets.UTF_8);
        Trace.of(exchange).said(line);
        provisioner.report(agent.get(), line);
        Answers.line(exchange, StatusCodes.OK, "ok");
    }

    /**
     * A long poll. While it waits there is no thread, only the exchange and a timer of its I/O thread. The connection
     * ends with the answer: a client that goes away is then noticed by its own connection alone.
     */
    void order(HttpServerExchange exchange) {
        Optional<Agent> agent = agent(exchange);
        if (agent.isEmpty()) {
            return;
        }
        long after = after(exchange);
        if (after < 0) {
            refuse(exchange, StatusCodes.BAD_REQUEST, "after is the number of the last order, or 0");
            return;
        }
        exchange.setPersistent(false);
        exchange.dispatch(() -> wait(exchange, agent.get(), after));
    }

    /** Everything is set up before the question is put, for its answer may come at once and on another thread. */
    private void wait(HttpServerExchange exchange, Agent agent, long after) {
        CompletableFuture<OrderPoll> poll = new CompletableFuture<>();
        XnioExecutor.Key timer = exchange.getIoThread().executeAfter(
                () -> poll.thenAcceptAsync(OrderPoll::expire, exchange.getConnection().getWorker()),
                pollTime.toMillis(), TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((_, next) -> {
            timer.remove();
            next.proceed();
        });
        exchange.getConnection().addCloseListener(_ -> {
            timer.remove();
            poll.thenAccept(OrderPoll::cancel);
        });
        try {
            poll.complete(provisioner.orderFor(agent, after,
                    answer -> exchange.getIoThread().execute(() -> answer(exchange, answer))));
        } catch (RuntimeException e) {
            LOG.error("order-failed boot={}", agent.boot(), e);
            exchange.getIoThread().execute(() -> Answers.line(exchange, StatusCodes.INTERNAL_SERVER_ERROR,
                    "the appliance has a fault"));
        }
    }

    private static void answer(HttpServerExchange exchange, OrderAnswer answer) {
        switch (answer) {
            case OrderAnswer.Do todo -> {
                AgentStep step = todo.step();
                Trace.of(exchange).note(step.order().label() + ": " + step.reason().code());
                Answers.text(exchange, StatusCodes.OK, step.turn() + " " + step.order().label() + "\n"
                        + step.reason().text() + "\n");
            }
            case OrderAnswer.Over over -> note(exchange, StatusCodes.CONFLICT, over.why());
        }
    }

    /** -1 if it is not a number from 0. */
    private static long after(HttpServerExchange exchange) {
        String query = exchange.getQueryString();
        if (query.isEmpty()) {
            return 0;
        }
        return query.matches("after=\\d{1,18}") ? Long.parseLong(query.substring("after=".length())) : -1;
    }
}
