package dev.ichor.server.boot;

import dev.ichor.base.Malformed;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Provisioner;
import dev.ichor.provisioner.Receipt;
import dev.ichor.provisioner.WipePlan;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells an agent which disks it erases, and takes its receipts; {@link WipeText} has the words. */
final class WipeHandler {
    private final Provisioner provisioner;
    private final AgentHandler agents;

    WipeHandler(Provisioner provisioner, AgentHandler agents) {
        this.provisioner = provisioner;
        this.agents = agents;
    }

    /** What the agent is to erase now. On a worker thread, blocking. */
    void plan(HttpServerExchange exchange) {
        Optional<Agent> agent = agents.agent(exchange);
        if (agent.isEmpty()) {
            return;
        }
        Optional<WipePlan> plan = provisioner.wipePlan(agent.get());
        if (plan.isEmpty()) {
            AgentHandler.note(exchange, StatusCodes.NOT_FOUND, "nothing of this machine is to be erased");
            return;
        }
        String text = WipeText.of(plan.get());
        Trace.of(exchange).note("arm " + plan.get().arm() + ", " + plan.get().disks().size() + " disks");
        Answers.text(exchange, StatusCodes.OK, text);
    }

    /** What became of a disk; answered once that is on the disk. On a worker thread, blocking. */
    void receipt(HttpServerExchange exchange) throws IOException {
        Optional<Agent> agent = agents.agent(exchange);
        if (agent.isEmpty()) {
            return;
        }
        if (exchange.getRequestContentLength() > WipeText.MAXIMUM_RECEIPT) {
            AgentHandler.refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE,
                    "a receipt has at most " + WipeText.MAXIMUM_RECEIPT + " bytes");
            return;
        }
        byte[] body = exchange.getInputStream().readNBytes(WipeText.MAXIMUM_RECEIPT + 1);
        Receipt receipt;
        try {
            receipt = WipeText.receipt(body);
        } catch (Malformed e) {
            AgentHandler.note(exchange, StatusCodes.BAD_REQUEST, e.getMessage());
            return;
        }
        Trace.of(exchange).said(new String(body, StandardCharsets.UTF_8));
        if (provisioner.receipt(agent.get(), receipt)) {
            Answers.line(exchange, StatusCodes.OK, "ok");
        } else {
            AgentHandler.note(exchange, StatusCodes.GONE, "the arm " + receipt.arm() + " is over: write nothing more");
        }
    }
}
