package dev.ichor.client.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.provisioner.talos.Maintenance;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Speaks to nodes in maintenance mode at their port 50000. Thread-safe. */
public final class MaintenanceClient implements Maintenance {
    private static final int PORT = 50_000;
    private static final Duration ASKING = Duration.ofSeconds(20);
    private static final Duration GIVING = Duration.ofSeconds(60);
    private static final int MOST = 1_000;

    private final Subnet network;
    private final int port;

    /** @param network the boot network */
    public MaintenanceClient(Subnet network) {
        this(network, PORT);
    }

    MaintenanceClient(Subnet network, int port) {
        this.network = network;
        this.port = port;
    }

    @Override
    public boolean reaches(Ipv4 address) {
        return network.contains(address);
    }

    @Override
    public Node at(Ipv4 address) {
        if (!reaches(address)) {
            throw new IllegalArgumentException(address + " is not in the boot network");
        }
        return new Waiting(address);
    }

    private final class Waiting implements Node {
        private final String where;
        private final ManagedChannel channel;

        Waiting(Ipv4 address) {
            where = address + ":" + port;
            channel = OkHttpChannelBuilder.forAddress(address.toString(), port)
                    .sslSocketFactory(AnyCertificate.sockets()).hostnameVerifier((host, session) -> true).disableRetry()
                    .maxInboundMessageSize(Bytes.LARGEST).build();
        }

        @Override
        public Shown show() throws Failed {
            try {
                Optional<SystemUuid> uuid = Messages.uuid(get("hardware", "SystemInformations.hardware.talos.dev",
                        "systeminformation"));
                List<Mac> macs = new ArrayList<>();
                for (byte[] link : list("network", "LinkStatuses.net.talos.dev")) {
                    Messages.mac(link).ifPresent(macs::add);
                }
                List<DiskId> disks = new ArrayList<>();
                for (byte[] disk : list("runtime", "Disks.block.talos.dev")) {
                    disks.add(Messages.disk(disk));
                }
                return new Shown(uuid, macs, disks, version());
            } catch (Malformed e) {
                throw new Failed("what the node at " + where + " answers cannot be read: " + e.getMessage(), true);
            } catch (StatusRuntimeException e) {
                throw failed(e, "does not show what it is");
            }
        }

        /** Before 1.13 a node in maintenance mode does not say it. */
        private String version() throws Malformed {
            try {
                return Messages.version(call("machine.MachineService/Version", new byte[0], ASKING));
            } catch (StatusRuntimeException e) {
                return "";
            }
        }

        private byte[] get(String namespace, String type, String id) throws Malformed {
            try {
                return Messages.spec(call("cosi.resource.State/Get", Messages.resource(namespace, type, id), ASKING));
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                    return new byte[0];
                }
                throw e;
            }
        }

        private List<byte[]> list(String namespace, String type) throws Malformed {
            List<byte[]> all = new ArrayList<>();
            Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(channel,
                    method("cosi.resource.State/List", MethodType.SERVER_STREAMING), options(ASKING),
                    Messages.resource(namespace, type, ""));
            while (answers.hasNext()) {
                if (all.size() >= MOST) {
                    throw new Malformed("more than " + MOST + " of " + type);
                }
                all.add(Messages.spec(answers.next()));
            }
            return all;
        }

        @Override
        public List<String> apply(byte[] configuration, boolean dryRun) throws Failed {
            byte[] answer;
            try {
                answer = call("machine.MachineService/ApplyConfiguration", Messages.apply(configuration, dryRun),
                        GIVING);
            } catch (StatusRuntimeException e) {
                throw failed(e, "does not take the configuration");
            }
            try {
                return Messages.warnings(answer);
            } catch (Malformed e) {
                // It said yes; only its warnings are lost.
                return List.of("its warnings cannot be read: " + e.getMessage());
            }
        }

        private byte[] call(String method, byte[] request, Duration time) {
            return ClientCalls.blockingUnaryCall(channel, method(method, MethodType.UNARY), options(time), request);
        }

        private Failed failed(StatusRuntimeException e, String what) {
            String words = e.getStatus().getDescription() == null ? e.getStatus().getCode().toString()
                    : e.getStatus().getDescription();
            return switch (e.getStatus().getCode()) {
                case UNAVAILABLE -> new Failed("nobody in maintenance mode answers at " + where + ": " + words
                        + cause(e), false);
                case DEADLINE_EXCEEDED, CANCELLED, UNKNOWN, INTERNAL, DATA_LOSS, ABORTED, OK -> new Failed(
                        "the node at " + where + " did not answer as it should: " + words, false);
                case UNIMPLEMENTED, UNAUTHENTICATED, PERMISSION_DENIED -> new Failed("the node at " + where
                        + " is not in maintenance mode, or lets nobody do this: " + words, true);
                case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, RESOURCE_EXHAUSTED, FAILED_PRECONDITION,
                     OUT_OF_RANGE -> new Failed("the node at " + where + " " + what + ": " + words, true);
            };
        }

        /** A node that runs wants a certificate, which shows in the handshake alone. */
        private static String cause(StatusRuntimeException e) {
            Throwable cause = e.getStatus().getCause();
            return cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    private static CallOptions options(Duration time) {
        return CallOptions.DEFAULT.withDeadlineAfter(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER).setType(type).setFullMethodName(name)
                .build();
    }
}
