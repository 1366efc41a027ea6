package dev.ichor.server.boot;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.ipxe.BootQuery;
import dev.ichor.ipxe.Scripts;
import dev.ichor.provisioner.Provisioner;
import dev.ichor.provisioner.Script;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves scripts. Whatever goes wrong, the machine gets a valid script that says so and asks again. */
final class ScriptHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptHandler.class);

    private final Provisioner provisioner;
    private final Function<Ipv4, Optional<Mac>> owner;

    ScriptHandler(Provisioner provisioner, Function<Ipv4, Optional<Mac>> owner) {
        this.provisioner = provisioner;
        this.owner = owner;
    }

    void init(HttpServerExchange exchange) {
        Trace.of(exchange).note("first script");
        Answers.text(exchange, StatusCodes.OK, provisioner.initScript(owner.apply(Trace.client(exchange))));
    }

    /** Asks the database, so off the I/O thread. */
    void next(HttpServerExchange exchange) {
        exchange.dispatch(() -> Answers.text(exchange, StatusCodes.OK, answer(exchange)));
    }

    private String answer(HttpServerExchange exchange) {
        Trace trace = Trace.of(exchange);
        try {
            BootQuery query = BootQuery.decode(exchange.getQueryString());
            Script script = provisioner.scriptFor(query, Trace.client(exchange));
            trace.machine(script.sighting().boot(), script.sighting().mac());
            trace.note(script.step().label() + ": " + script.step().reason().code());
            return script.text();
        } catch (Malformed e) {
            LOG.debug("next-unreadable from={} why=\"{}\"", Trace.client(exchange), e.getMessage());
            trace.note("unreadable question: " + e.getMessage());
            return Scripts.unreadable(provisioner.plane(), e.getMessage());
        } catch (RuntimeException e) {
            String errorId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            LOG.error("next-failed error={} from={}", errorId, Trace.client(exchange), e);
            trace.note("fault " + errorId);
            return Scripts.fault(provisioner.plane(), errorId);
        }
    }
}
