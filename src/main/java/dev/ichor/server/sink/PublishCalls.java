package dev.ichor.server.sink;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.provisioner.talos.NodeReports;
import dev.ichor.talos.events.EventCodec;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of {@code events.EventSinkService/Publish}. A node sends its events one by one and sends one again until it
 * is answered well, so only an event that could not be written is answered with an error: what cannot be read, or is of
 * a stranger, would come for ever.
 */
final class PublishCalls implements ServerCallHandler<byte[], byte[]> {
    static final String SERVICE = "events.EventSinkService";
    private static final Logger LOG = LoggerFactory.getLogger(PublishCalls.class);
    private static final int MOST_NAMED = 1_000;
    private static final byte[] DONE = {};
    /** A node would send what is refused for its size for ever, so more is taken than is read. */
    static final int LARGEST = 4 * EventCodec.LARGEST;

    /** Bytes as they are. */
    static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readNBytes(LARGEST + 1);
            } catch (IOException e) {
                throw Status.INTERNAL.withDescription("a message broke off").withCause(e).asRuntimeException();
            }
        }
    };

    static final MethodDescriptor<byte[], byte[]> PUBLISH = MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Publish")).build();

    private final NodeReports reports;
    private final Guests guests;
    private final Set<Ipv4> broken = ConcurrentHashMap.newKeySet();

    private PublishCalls(NodeReports reports, Guests guests) {
        this.reports = reports;
        this.guests = guests;
    }

    static ServerServiceDefinition service(NodeReports reports, Guests guests) {
        return ServerServiceDefinition.builder(SERVICE).addMethod(PUBLISH, new PublishCalls(reports, guests)).build();
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        // A second one would be an error, and is only seen if it is asked for.
        call.request(2);
        return new ServerCall.Listener<>() {
            private Optional<byte[]> message = Optional.empty();
            private boolean over;

            @Override
            public void onMessage(byte[] sent) {
                if (message.isPresent()) {
                    end(Status.INVALID_ARGUMENT.withDescription("one event at a time"));
                }
                message = Optional.of(sent);
            }

            @Override
            public void onHalfClose() {
                if (!over && message.isEmpty()) {
                    end(Status.INVALID_ARGUMENT.withDescription("no event"));
                }
                if (!over && publish(call, message.get())) {
                    call.sendHeaders(new Metadata());
                    call.sendMessage(DONE);
                    end(Status.OK);
                } else if (!over) {
                    end(Status.UNAVAILABLE.withDescription("events are not written at the moment"));
                }
            }

            /**
             * The bytes that were still to come are lost to the connection's flow control, so that it would stand
             * still sooner or later.
             */
            @Override
            public void onCancel() {
                guests.drop(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
            }

            private void end(Status status) {
                if (!over) {
                    over = true;
                    call.close(status, new Metadata());
                }
            }
        };
    }

    /** @return false: the node is to send it again */
    private boolean publish(ServerCall<byte[], byte[]> call, byte[] message) {
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        Optional<Ipv4> from = Guests.address(remote);
        if (from.isEmpty()) {
            return true;
        }
        try {
            EventCodec.Heard event = EventCodec.decode(message);
            reports.event(from.get(), event.id(), event.event());
        } catch (Malformed e) {
            if (broken.size() < MOST_NAMED && broken.add(from.get())) {
                LOG.warn("node-event-malformed from={} why=\"{}\"", from.get(), e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.warn("node-event-not-written from={} why=\"{}\"", from.get(), e.getMessage());
            return false;
        }
        guests.heard(remote);
        return true;
    }
}
