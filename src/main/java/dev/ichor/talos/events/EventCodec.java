package dev.ichor.talos.events;

import dev.ichor.base.Malformed;
import dev.ichor.talos.events.NodeEvent.Action;
import dev.ichor.talos.events.NodeEvent.MachineStage;
import dev.ichor.talos.wire.Fields;
import dev.ichor.talos.wire.Plain;
import java.util.ArrayList;
import java.util.List;

/**
 * The message of Talos's event sink: {@code events.EventRequest} of SideroLink, which carries one of the events of
 * Talos's {@code machine} package. Only the fields that are used here are read, and each text is cut.
 */
public final class EventCodec {
    /** Bytes of the largest message that is read. */
    public static final int LARGEST = 64 << 10;
    private static final int WORD = 120;
    private static final int SENTENCE = 1_000;
    private static final int MOST = 32;
    private static final List<String> SERVICE = List.of("initialized", "preparing", "waiting", "running", "stopping",
            "finished", "failed", "skipped");
    /** {@code common.Code}: 0 is fatal, 1 that another sequence runs, 2 that it was cancelled for another. */
    private static final long FATAL = 0;

    private EventCodec() {
    }

    /**
     * An event as it was sent.
     *
     * @param id    the node's name for it; the same when it is sent again; may be empty
     * @param actor whose action it belongs to; may be empty
     */
    public record Heard(String id, String actor, NodeEvent event) {
    }

    /** @throws Malformed if it is no such message; nothing else whatever the bytes are */
    public static Heard decode(byte[] message) throws Malformed {
        if (message.length > LARGEST) {
            throw new Malformed("an event has " + message.length + " bytes (at most " + LARGEST + ")");
        }
        String id = "";
        String actor = "";
        byte[] any = {};
        Fields fields = Fields.of(message);
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> any = fields.bytes();
                case 2 -> id = fields.text(WORD);
                case 3 -> actor = fields.text(WORD);
                default -> {
                }
            }
        }
        return new Heard(id, actor, any(any));
    }

    private static NodeEvent any(byte[] any) throws Malformed {
        String url = "";
        byte[] value = {};
        Fields fields = Fields.of(any);
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> url = fields.text(WORD);
                case 2 -> value = fields.bytes();
                default -> {
                }
            }
        }
        if (url.isEmpty()) {
            throw new Malformed("an event has no type");
        }
        return event(url.substring(url.lastIndexOf('/') + 1), value);
    }

    private static NodeEvent event(String type, byte[] value) throws Malformed {
        Fields fields = Fields.of(value);
        return switch (type) {
            case "machine.SequenceEvent" -> sequence(fields);
            case "machine.PhaseEvent" -> {
                Named named = named(fields);
                yield new NodeEvent.Phase(named.name(), named.action());
            }
            case "machine.TaskEvent" -> {
                Named named = named(fields);
                yield new NodeEvent.Task(named.name(), named.action());
            }
            case "machine.ServiceStateEvent" -> service(fields);
            case "machine.ConfigLoadErrorEvent" -> new NodeEvent.ConfigError(false, error(fields));
            case "machine.ConfigValidationErrorEvent" -> new NodeEvent.ConfigError(true, error(fields));
            case "machine.AddressEvent" -> addresses(fields);
            case "machine.MachineStatusEvent" -> status(fields);
            case "machine.RestartEvent" -> restart(fields);
            default -> new NodeEvent.Other(type);
        };
    }

    private static NodeEvent sequence(Fields fields) throws Malformed {
        String name = "";
        Action action = Action.NOOP;
        String error = "";
        boolean fatal = false;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> name = fields.text(WORD);
                case 2 -> action = fields.varint() == 1 ? Action.START : fields.varint() == 2 ? Action.STOP
                        : Action.NOOP;
                case 3 -> {
                    Failure failure = failure(fields.message());
                    error = failure.text();
                    fatal = failure.fatal();
                }
                default -> {
                }
            }
        }
        return new NodeEvent.Sequence(name, action, error, fatal);
    }

    private record Failure(String text, boolean fatal) {
    }

    private static Failure failure(Fields fields) throws Malformed {
        long code = FATAL;
        String text = "";
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> code = fields.varint();
                case 2 -> text = fields.text(SENTENCE);
                default -> {
                }
            }
        }
        return new Failure(text.isEmpty() ? "error " + code : text, code == FATAL);
    }

    private record Named(String name, Action action) {
    }

    /** Phases and tasks, whose actions are numbered otherwise than those of sequences. */
    private static Named named(Fields fields) throws Malformed {
        String name = "";
        Action action = Action.START;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> name = fields.text(WORD);
                case 2 -> action = fields.varint() == 0 ? Action.START : fields.varint() == 1 ? Action.STOP
                        : Action.NOOP;
                default -> {
                }
            }
        }
        return new Named(name, action);
    }

    private static NodeEvent service(Fields fields) throws Malformed {
        String name = "";
        long action = 0;
        String message = "";
        boolean healthy = false;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> name = fields.text(WORD);
                case 2 -> action = fields.varint();
                case 3 -> message = fields.text(SENTENCE);
                case 4 -> healthy = healthy(fields.message());
                default -> {
                }
            }
        }
        return new NodeEvent.Service(name, action >= 0 && action < SERVICE.size() ? SERVICE.get((int) action)
                : "action " + action, message, healthy);
    }

    private static boolean healthy(Fields fields) throws Malformed {
        boolean unknown = false;
        boolean healthy = false;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> unknown = fields.flag();
                case 2 -> healthy = fields.flag();
                default -> {
                }
            }
        }
        return healthy && !unknown;
    }

    private static String error(Fields fields) throws Malformed {
        String error = "";
        while (fields.next()) {
            if (fields.number() == 1) {
                error = fields.text(SENTENCE);
            }
        }
        return error;
    }

    private static NodeEvent addresses(Fields fields) throws Malformed {
        String hostname = "";
        List<String> addresses = new ArrayList<>();
        while (fields.next()) {
            if (fields.number() == 1) {
                hostname = fields.text(255);
            } else if (fields.number() == 2 && addresses.size() < MOST) {
                addresses.add(fields.text(WORD));
            }
        }
        return new NodeEvent.Addresses(hostname, addresses);
    }

    private static NodeEvent status(Fields fields) throws Malformed {
        MachineStage stage = MachineStage.UNKNOWN;
        boolean ready = false;
        List<String> unmet = new ArrayList<>();
        while (fields.next()) {
            if (fields.number() == 1) {
                long number = fields.varint();
                stage = number >= 0 && number < MachineStage.values().length ? MachineStage.values()[(int) number]
                        : MachineStage.UNKNOWN;
            } else if (fields.number() == 2) {
                Fields within = fields.message();
                while (within.next()) {
                    if (within.number() == 1) {
                        ready = within.flag();
                    } else if (within.number() == 2 && unmet.size() < MOST) {
                        unmet.add(condition(within.message()));
                    }
                }
            }
        }
        return new NodeEvent.Status(stage, ready, unmet);
    }

    private static String condition(Fields fields) throws Malformed {
        String name = "";
        String reason = "";
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> name = fields.text(WORD);
                case 2 -> reason = fields.text(SENTENCE);
                default -> {
                }
            }
        }
        return Plain.cut(reason.isEmpty() ? name : name + ": " + reason, SENTENCE);
    }

    private static NodeEvent restart(Fields fields) throws Malformed {
        long command = 0;
        while (fields.next()) {
            if (fields.number() == 1) {
                command = fields.varint();
            }
        }
        return new NodeEvent.Restart(command);
    }
}
