package dev.ichor.talos.events;

import dev.ichor.talos.wire.MessageWriter;
import java.util.List;

/** Writes events as a node does. */
public final class EventBytes {
    private static final List<String> SERVICE = List.of("initialized", "preparing", "waiting", "running", "stopping",
            "finished", "failed", "skipped");

    private EventBytes() {
    }

    public static byte[] request(String id, NodeEvent event) {
        return request(id, type(event), body(event).toBytes());
    }

    public static byte[] request(String id, String type, byte[] body) {
        return new MessageWriter().message(1, new MessageWriter().text(1, "type.googleapis.com/" + type)
                .bytes(2, body)).text(2, id).text(3, "actor").toBytes();
    }

    private static String type(NodeEvent event) {
        return "machine." + switch (event) {
            case NodeEvent.Sequence _ -> "SequenceEvent";
            case NodeEvent.Phase _ -> "PhaseEvent";
            case NodeEvent.Task _ -> "TaskEvent";
            case NodeEvent.Service _ -> "ServiceStateEvent";
            case NodeEvent.ConfigError wrong -> wrong.invalid() ? "ConfigValidationErrorEvent" : "ConfigLoadErrorEvent";
            case NodeEvent.Addresses _ -> "AddressEvent";
            case NodeEvent.Status _ -> "MachineStatusEvent";
            case NodeEvent.Restart _ -> "RestartEvent";
            case NodeEvent.Other other -> other.type().replace("machine.", "");
        };
    }

    private static MessageWriter body(NodeEvent event) {
        MessageWriter out = new MessageWriter();
        return switch (event) {
            case NodeEvent.Sequence s -> sequence(out, s);
            case NodeEvent.Phase phase -> out.text(1, phase.name()).number(2, phase.action().ordinal() - 1);
            case NodeEvent.Task task -> out.text(1, task.name()).number(2, task.action().ordinal() - 1);
            case NodeEvent.Service s -> out.text(1, s.name()).number(2, SERVICE.indexOf(s.action()))
                    .text(3, s.message()).message(4, new MessageWriter().flag(2, s.healthy()));
            case NodeEvent.ConfigError wrong -> out.text(1, wrong.error());
            case NodeEvent.Addresses addresses -> {
                out.text(1, addresses.hostname());
                addresses.addresses().forEach(address -> out.text(2, address));
                yield out;
            }
            case NodeEvent.Status status -> {
                MessageWriter within = new MessageWriter().flag(1, status.ready());
                status.unmet().forEach(unmet -> within.message(2, new MessageWriter().text(1, unmet)));
                yield out.number(1, status.stage().ordinal()).message(2, within);
            }
            case NodeEvent.Restart restart -> out.number(1, restart.command());
            case NodeEvent.Other _ -> out;
        };
    }

    private static MessageWriter sequence(MessageWriter out, NodeEvent.Sequence s) {
        out.text(1, s.name()).number(2, s.action().ordinal());
        return s.error().isEmpty() ? out
                : out.message(3, new MessageWriter().number(1, s.fatal() ? 0 : 2).text(2, s.error()));
    }
}
