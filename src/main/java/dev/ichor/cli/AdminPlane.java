package dev.ichor.cli;

import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Logging;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.server.admin.AdminServer;
import dev.ichor.server.admin.AdminSettings;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.tls.AdminCertificate;
import dev.ichor.server.tls.OwnCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin plane with its certificate and its first token. */
final class AdminPlane {
    private static final Logger LOG = LoggerFactory.getLogger(Logging.ALWAYS);

    private final ApplianceConfig config;
    private final Segment segment;
    private final Services services;
    private final Metrics metrics;
    private AdminServer server;
    private String fingerprint = "";

    AdminPlane(ApplianceConfig config, Segment segment, Services services, Metrics metrics) {
        this.config = config;
        this.segment = segment;
        this.services = services;
        this.metrics = metrics;
    }

    /** Lists what is wrong with a certificate that is given. */
    static void check(ApplianceConfig config, Problems problems) {
        given(config.admin(), Instant.now(), problems);
    }

    private static Optional<AdminCertificate> given(ApplianceConfig.Admin admin, Instant now, Problems problems) {
        return admin.certificate().isEmpty() || admin.key().isEmpty() ? Optional.empty()
                : AdminCertificate.given(admin.certificate().get(), admin.key().get(), now, problems);
    }

    /** Listens, and makes the first token if there is none. */
    void start() throws IOException {
        AdminCertificate certificate = certificate();
        fingerprint = certificate.fingerprintText();
        server = new AdminServer(AdminSettings.of(config.admin().address(), config.admin().port(),
                certificate.context()), services, metrics);
        server.start();
        try {
            firstToken();
        } catch (IOException | RuntimeException e) {
            server.stop(Duration.ZERO);
            throw e;
        }
    }

    private AdminCertificate certificate() throws IOException {
        Problems problems = new Problems();
        Instant now = services.clock().instant();
        Optional<AdminCertificate> given = given(config.admin(), now, problems);
        if (!problems.isEmpty()) {
            throw new IOException(problems.list().getFirst().toString());
        }
        return given.isPresent() ? given.get() : OwnCertificate.of(config.state(),
                List.of(config.admin().address(), segment.own().address()), hostName(), now);
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private void firstToken() throws IOException {
        Optional<Path> file = config.admin().firstTokenFile();
        if (file.isPresent()) {
            toFile(file.get());
        } else {
            services.tokens().first().ifPresent(fresh -> LOG.info("admin-first-token secret={} role={} note=\"keep it, "
                    + "it is never shown again\"", fresh.secret(), fresh.token().role().label()));
        }
    }

    /** The file is made first: a secret that cannot be written would be lost. */
    private void toFile(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Optional<Tokens.Fresh> token = services.tokens().first();
            if (token.isPresent()) {
                write(token.get().secret(), fresh, file);
                LOG.info("admin-first-token file={}", file);
            }
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            throw new IOException("the first token cannot be written to " + file + " (" + e.getMessage()
                    + "); set admin.first-token-file to a place where the appliance may write", e);
        }
    }

    private static void write(String secret, Path fresh, Path file) throws IOException {
        try {
            Files.writeString(fresh, secret + "\n", StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.info("admin-first-token secret={} note=\"its file could not be written; keep it, it is never shown "
                    + "again\"", secret);
            throw e;
        }
    }

    void stop(Duration grace) {
        server.stop(grace);
    }

    /** SHA-256 of the certificate, for people to compare; empty before the start. */
    String fingerprint() {
        return fingerprint;
    }
}
