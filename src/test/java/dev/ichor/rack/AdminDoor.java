package dev.ichor.rack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What opens the admin plane of an appliance, which listens on the loopback address of its host.
 *
 * @param certificate PEM file that the appliance writes when it starts first
 * @param tokenFile   file of the first token, which it writes then too
 */
public record AdminDoor(int port, Path certificate, Path tokenFile) {
    /** The door of an appliance with the settings that {@link #settings()} gives. */
    public static AdminDoor of(int port, Path state) {
        return new AdminDoor(port, state.resolve("admin").resolve("cert.pem"), state.resolveSibling("first-token"));
    }

    /** The line of the appliance's settings that makes this door. */
    public String settings() {
        return "admin: { port: " + port + ", first-token-file: " + tokenFile + " }";
    }

    /** The first token; fails before the first start. */
    public String token() {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trusts that certificate and no other. */
    SSLSocketFactory trust() {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ichor", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new RackFailure("the certificate " + certificate + " cannot be used", e);
        }
    }
}
