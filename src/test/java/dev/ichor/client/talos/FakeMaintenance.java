package dev.ichor.client.talos;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.talos.wire.Fields;
import dev.ichor.talos.wire.MessageWriter;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.okhttp.SslSocketFactoryServerCredentials;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A node in maintenance mode, as far as it is asked: with a certificate that nobody signed. */
final class FakeMaintenance implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile String uuid = "";
    volatile List<Mac> macs = List.of();
    volatile List<DiskId> disks = List.of();
    /** What it says to a configuration; empty: yes. */
    volatile Optional<Status> dryRunRefusal = Optional.empty();
    volatile Optional<Status> refusal = Optional.empty();
    private final boolean saysVersion;
    private final Server server;

    /** @param saysVersion as from Talos 1.13 */
    FakeMaintenance(boolean saysVersion) throws Exception {
        this.saysVersion = saysVersion;
        this.server = OkHttpServerBuilder.forPort(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                        SslSocketFactoryServerCredentials.create(tls().getSocketFactory()))
                .addService(ServerServiceDefinition.builder("machine.MachineService")
                        .addMethod(method("machine.MachineService/ApplyConfiguration", MethodType.UNARY),
                                ServerCalls.asyncUnaryCall(this::apply))
                        .addMethod(method("machine.MachineService/Version", MethodType.UNARY),
                                ServerCalls.asyncUnaryCall(this::version)).build())
                .addService(ServerServiceDefinition.builder("cosi.resource.State")
                        .addMethod(method("cosi.resource.State/Get", MethodType.UNARY),
                                ServerCalls.asyncUnaryCall(this::get))
                        .addMethod(method("cosi.resource.State/List", MethodType.SERVER_STREAMING),
                                ServerCalls.asyncServerStreamingCall(this::list)).build()).build().start();
    }

    int port() {
        return server.getPort();
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER).setType(type).setFullMethodName(name)
                .build();
    }

    private static SSLContext tls() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        X500Name name = new X500Name("O=talos");
        Instant now = Instant.now();
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(new X509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(now.minusSeconds(60)), Date.from(now.plusSeconds(3_600)), name,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
                .build(new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate())));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("node", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void apply(byte[] request, StreamObserver<byte[]> answer) {
        byte[] data = {};
        long mode = 0;
        boolean dryRun = false;
        try {
            Fields fields = Fields.of(request);
            while (fields.next()) {
                switch (fields.number()) {
                    case 1 -> data = fields.bytes();
                    case 4 -> mode = fields.varint();
                    case 5 -> dryRun = fields.flag();
                    default -> throw new Malformed("field " + fields.number());
                }
            }
        } catch (Malformed e) {
            answer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
            return;
        }
        asked.add((dryRun ? "dry run" : "apply") + " mode " + mode + ": "
                + new String(data, StandardCharsets.UTF_8));
        Optional<Status> no = dryRun ? dryRunRefusal : refusal;
        if (no.isPresent()) {
            answer.onError(no.get().asRuntimeException());
        } else {
            done(answer, new MessageWriter().message(1, new MessageWriter().text(2, "a warning").number(3, 1)));
        }
    }

    private static void done(StreamObserver<byte[]> answer, MessageWriter message) {
        answer.onNext(message.toBytes());
        answer.onCompleted();
    }

    private void version(byte[] request, StreamObserver<byte[]> answer) {
        if (saysVersion) {
            done(answer, new MessageWriter().message(1, new MessageWriter().message(2, new MessageWriter().text(1,
                    "v1.13.9"))));
        } else {
            answer.onError(Status.UNIMPLEMENTED.withDescription("unknown method").asRuntimeException());
        }
    }

    private static MessageWriter resource(MessageWriter spec) {
        return new MessageWriter().message(1, new MessageWriter()
                .message(1, new MessageWriter().text(1, "namespace").text(3, "id"))
                .message(2, new MessageWriter().message(1, spec).text(2, "yaml: too")));
    }

    private void get(byte[] request, StreamObserver<byte[]> answer) {
        if (!type(request).equals("hardware/SystemInformations.hardware.talos.dev") || uuid.isEmpty()) {
            answer.onError(Status.NOT_FOUND.asRuntimeException());
        } else {
            done(answer, resource(new MessageWriter().text(1, "ACME").text(5, uuid)));
        }
    }

    private void list(byte[] request, StreamObserver<byte[]> answer) {
        List<MessageWriter> specs = new ArrayList<>();
        switch (type(request)) {
            case "network/LinkStatuses.net.talos.dev" -> {
                specs.add(new MessageWriter().number(2, 772).bytes(5, new byte[6]));
                specs.add(new MessageWriter().number(2, 1).text(11, "bond").bytes(5, new byte[] {2, 0, 0, 0, 0, 9}));
                macs.forEach(mac -> specs.add(new MessageWriter().number(2, 1).bytes(5,
                        new byte[] {2, 0, 0, 0, 0, 9}).bytes(30, mac.bytes())));
            }
            case "runtime/Disks.block.talos.dev" -> disks.forEach(disk -> specs.add(new MessageWriter()
                    .number(1, disk.bytes()).text(5, "model").text(6, disk.serial()).text(8, disk.wwid())
                    .text(14, "/dev/nvme0n1")));
            default -> {
                answer.onError(Status.PERMISSION_DENIED.withDescription("not here").asRuntimeException());
                return;
            }
        }
        specs.forEach(spec -> answer.onNext(resource(spec).toBytes()));
        answer.onCompleted();
    }

    /** Namespace and type. */
    private static String type(byte[] request) {
        String namespace = "";
        String type = "";
        try {
            Fields fields = Fields.of(request);
            while (fields.next()) {
                namespace = fields.number() == 1 ? fields.text(100) : namespace;
                type = fields.number() == 2 ? fields.text(100) : type;
            }
        } catch (Malformed e) {
            return e.getMessage();
        }
        return namespace + "/" + type;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
