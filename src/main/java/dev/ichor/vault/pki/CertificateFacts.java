package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What may be told of a certificate.
 *
 * @param serial      in hexadecimal, as {@code openssl x509 -serial} writes it
 * @param fingerprint SHA-256, as {@code openssl x509 -fingerprint -sha256} writes it
 */
public record CertificateFacts(String serial, String fingerprint, Instant from, Instant until) {
    /**
     * Of the first certificate of a PEM text.
     *
     * @throws Malformed if there is none
     */
    public static CertificateFacts of(String pem) throws Malformed {
        byte[] der = PemText.read(pem).getFirst().der();
        ReadCertificate read = ReadCertificate.of(der);
        return new CertificateFacts(read.serial(), HexFormat.ofDelimiter(":").withUpperCase()
                .formatHex(Sha256.digest().digest(der)), read.starts(), read.ends());
    }
}
