package dev.ichor.provisioner;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Sighting;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which an agent shows that it was started by our script: {@code boot.mac.uuid.hmac}. It carries what it
 * vouches for, so nothing is kept about it and a restart of the appliance keeps agents working. Thread-safe.
 */
final class BootTokens {
    /** Bytes of a key. */
    static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String FORM = "[0-9a-f]{16}\\.[0-9a-f]{12}\\.(-|[0-9a-f]{32})\\.[0-9a-f]{64}";

    private final SecretKeySpec key;

    BootTokens(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String issue(Sighting sighting) {
        String claims = sighting.boot() + "." + sighting.mac().toString().replace(":", "") + "."
                + sighting.uuid().map(uuid -> uuid.toString().replace("-", "")).orElse("-");
        return claims + "." + HexFormat.of().formatHex(sign(claims));
    }

    /** Who the agent is, if the signature is ours; compared in constant time. */
    Optional<Agent> verify(String token) {
        if (token.length() > 160 || !token.matches(FORM)) {
            return Optional.empty();
        }
        int end = token.lastIndexOf('.');
        String claims = token.substring(0, end);
        byte[] signature = HexFormat.of().parseHex(token.substring(end + 1));
        return MessageDigest.isEqual(signature, sign(claims)) ? Optional.of(read(claims)) : Optional.empty();
    }

    private static Agent read(String claims) {
        String[] parts = claims.split("\\.");
        try {
            return new Agent(BootId.parse(parts[0]), Mac.parse(parts[1]),
                    parts[2].equals("-") ? Optional.empty() : Optional.of(uuid(parts[2])));
        } catch (Malformed e) {
            throw new IllegalStateException("a signed token is well formed", e);
        }
    }

    private static SystemUuid uuid(String digits) {
        return new SystemUuid(new UUID(Long.parseUnsignedLong(digits.substring(0, 16), 16),
                Long.parseUnsignedLong(digits.substring(16), 16)));
    }

    private byte[] sign(String claims) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(claims.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
