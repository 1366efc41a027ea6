package dev.ichor.client;

import dev.ichor.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts a certificate that is known itself, whatever name it bears and whenever it ends; every other one only if its
 * chain and its name are in order. Remembers the certificate it refused.
 */
final class LeafTrust extends X509ExtendedTrustManager {
    private final Trust trust;
    private final List<Certificate> known;
    private volatile X509Certificate refused;

    private LeafTrust(Trust trust, List<Certificate> known) {
        this.trust = trust;
        this.known = known;
    }

    /** @throws ClientFailed if the certificates cannot be read */
    static LeafTrust of(Trust trust) throws ClientFailed {
        return new LeafTrust(trust, switch (trust) {
            case Trust.Certificates certificates -> read(certificates.file());
            case Trust.Pinned _, Trust.Public _ -> List.of();
        });
    }

    private static List<Certificate> read(Path file) throws ClientFailed {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!all.isEmpty()) {
                return List.copyOf(all);
            }
            throw new ClientFailed(ClientFailed.Kind.UNTRUSTED, file + " holds no certificate; give a file in PEM");
        } catch (IOException | CertificateException e) {
            throw new ClientFailed(ClientFailed.Kind.UNTRUSTED, "the certificate file " + file + " cannot be read: "
                    + e.getMessage() + "; give a readable file in PEM", e);
        }
    }

    /** @throws GeneralSecurityException if this Java has no TLS */
    SSLSocketFactory sockets() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {this}, null);
        return context.getSocketFactory();
    }

    /** SHA-256 of the certificate that was not accepted; empty if none was refused. */
    Optional<Sha256> refused() {
        return Optional.ofNullable(refused).map(LeafTrust::fingerprint);
    }

    static Sha256 fingerprint(Certificate certificate) {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Check {
        void of(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            if (!isKnown(chain[0])) {
                check.of(others());
            }
        } catch (CertificateException e) {
            refused = chain[0];
            throw e;
        }
    }

    private boolean isKnown(X509Certificate leaf) throws CertificateException {
        return switch (trust) {
            case Trust.Pinned pinned -> {
                if (!fingerprint(leaf).equals(pinned.fingerprint())) {
                    throw new CertificateException("it has another fingerprint than " + pinned.fingerprint());
                }
                yield true;
            }
            case Trust.Certificates _, Trust.Public _ -> known.contains(leaf);
        };
    }

    /** Who decides about a certificate that is not known itself. Java's own list is slow to read: only when asked. */
    private X509ExtendedTrustManager others() throws CertificateException {
        boolean all = trust instanceof Trust.Public || trust instanceof Trust.Certificates c && c.orPublic();
        try {
            KeyStore store = null;
            if (!all) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                for (int i = 0; i < known.size(); i++) {
                    store.setCertificateEntry("c" + i, known.get(i));
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the trusted certificates cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("nobody is a client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("nobody is a client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nobody is a client here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
