package dev.ichor.rack;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** QEMU's machine protocol: one connection for each command, since QEMU serves one client at a time. */
final class Qmp {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private Qmp() {
    }

    /**
     * Executes a command without arguments and returns its answer.
     *
     * @throws RackFailure when QEMU refuses, or does not answer within 10 s
     */
    static JsonNode execute(Path socket, String command) {
        try (SocketChannel channel = connect(socket)) {
            channel.configureBlocking(false);
            Lines lines = new Lines(channel);
            lines.next("QMP");
            channel.write(line("{\"execute\":\"qmp_capabilities\"}"));
            lines.next("return");
            channel.write(line("{\"execute\":\"" + command + "\"}"));
            return lines.next("return");
        } catch (IOException e) {
            throw new RackFailure("QEMU does not answer to " + command + ": " + e.getMessage(), e);
        }
    }

    /** QEMU makes the socket's file a moment before it listens. */
    private static SocketChannel connect(Path socket) {
        return Waiting.until(LIMIT, () -> {
            try {
                return Optional.of(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }).orElseThrow(() -> new RackFailure("no QEMU listens on " + socket));
    }

    private static ByteBuffer line(String json) {
        return ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Splits what QEMU sends into lines of JSON; events in between are passed over. */
    private static final class Lines {
        private final SocketChannel channel;
        private final StringBuilder pending = new StringBuilder();

        Lines(SocketChannel channel) {
            this.channel = channel;
        }

        JsonNode next(String key) {
            return Waiting.until(LIMIT, () -> take(key))
                    .orElseThrow(() -> new RackFailure("QEMU's control socket is silent"));
        }

        private Optional<JsonNode> take(String key) {
            fill();
            int end;
            while ((end = pending.indexOf("\n")) >= 0) {
                JsonNode message = JSON.readTree(pending.substring(0, end));
                pending.delete(0, end + 1);
                if (message.has("error")) {
                    throw new RackFailure("QEMU refuses: " + message.get("error"));
                }
                if (message.has(key)) {
                    return Optional.of(message.get(key));
                }
            }
            return Optional.empty();
        }

        private void fill() {
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            try {
                if (channel.read(buffer) < 0) {
                    throw new RackFailure("QEMU closed its control socket");
                }
            } catch (IOException e) {
                throw new RackFailure("QEMU's control socket broke: " + e.getMessage(), e);
            }
            pending.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
    }
}
