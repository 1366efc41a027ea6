package dev.ichor.client.talos;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.talos.wire.Fields;
import dev.ichor.talos.wire.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of Talos's {@code machine.MachineService} and COSI's {@code cosi.resource.State}, only the fields that
 * are used.
 */
final class Messages {
    private static final int WORD = 200;
    private static final int SENTENCE = 500;
    private static final int MOST = 32;
    private static final long MODE_AUTO = 1;
    private static final long ETHER = 1;

    private Messages() {
    }

    static byte[] apply(byte[] configuration, boolean dryRun) {
        return new MessageWriter().bytes(1, configuration).number(4, MODE_AUTO).flag(5, dryRun).toBytes();
    }

    /** Warnings of {@code ApplyConfigurationResponse}. */
    static List<String> warnings(byte[] response) throws Malformed {
        List<String> warnings = new ArrayList<>();
        Fields fields = Fields.of(response);
        while (fields.next()) {
            if (fields.number() == 1) {
                Fields message = fields.message();
                while (message.next()) {
                    if (message.number() == 2 && warnings.size() < MOST) {
                        warnings.add(message.text(SENTENCE));
                    }
                }
            }
        }
        return warnings;
    }

    /** The tag in {@code VersionResponse}; empty if there is none. */
    static String version(byte[] response) throws Malformed {
        return text(within(within(response, 1), 2), 1);
    }

    /** {@code GetRequest}, and without an id {@code ListRequest}. */
    static byte[] resource(String namespace, String type, String id) {
        return new MessageWriter().text(1, namespace).text(2, type).text(3, id).toBytes();
    }

    /** The specification in a {@code GetResponse} or {@code ListResponse}. */
    static byte[] spec(byte[] response) throws Malformed {
        return within(within(within(response, 1), 2), 1);
    }

    /** Of a {@code SystemInformationSpec}; empty for what identifies nothing. */
    static Optional<SystemUuid> uuid(byte[] spec) throws Malformed {
        String text = text(spec, 5);
        Optional<SystemUuid> uuid = text.isEmpty() ? Optional.empty() : Optional.of(SystemUuid.parse(text));
        return uuid.filter(known -> !known.isPlaceholder());
    }

    /** Of a {@code LinkStatusSpec}: the permanent one of a physical NIC. */
    static Optional<Mac> mac(byte[] spec) throws Malformed {
        long type = 0;
        String kind = "";
        byte[] now = {};
        byte[] permanent = {};
        Fields fields = Fields.of(spec);
        while (fields.next()) {
            switch (fields.number()) {
                case 2 -> type = fields.varint();
                case 5 -> now = fields.bytes();
                case 11 -> kind = fields.text(WORD);
                case 30 -> permanent = fields.bytes();
                default -> {
                }
            }
        }
        byte[] address = permanent.length == 6 ? permanent : now;
        return type == ETHER && kind.isEmpty() && address.length == 6
                ? Optional.of(Mac.of(address)).filter(mac -> !mac.isUnusable()) : Optional.empty();
    }

    /** Of a {@code DiskSpec}. */
    static DiskId disk(byte[] spec) throws Malformed {
        long size = 0;
        String serial = "";
        String wwid = "";
        Fields fields = Fields.of(spec);
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> size = fields.varint();
                case 6 -> serial = fields.text(WORD);
                case 8 -> wwid = fields.text(WORD);
                default -> {
                }
            }
        }
        return new DiskId(wwid, serial, size);
    }

    private static byte[] within(byte[] message, int number) throws Malformed {
        byte[] found = {};
        Fields fields = Fields.of(message);
        while (fields.next()) {
            if (fields.number() == number) {
                found = fields.bytes();
            }
        }
        return found;
    }

    private static String text(byte[] message, int number) throws Malformed {
        String found = "";
        Fields fields = Fields.of(message);
        while (fields.next()) {
            if (fields.number() == number) {
                found = fields.text(WORD);
            }
        }
        return found;
    }
}
