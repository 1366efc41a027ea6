package dev.ichor.provisioner.talos;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads tickets: {@code machine.arm.boot.arch.hash.until.address.hmac}, of lower-case letters, digits, dots
 * and hyphens. A ticket carries what it is for under a signature, so nothing is kept of it until it is used; whether it
 * was used, the machine's stage tells. Thread-safe.
 */
final class Tickets {
    static final int KEY_BYTES = 32;
    /** How long a ticket lives, up to a minute more. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String FORM = "m-[0-9a-z]{8}\\.a-[0-9a-f]{10}\\.[0-9a-f]{16}\\.[0-9a-z-]{2,10}\\.[0-9a-f]{32}"
            + "\\.[0-9]{1,12}\\.[0-9a-f]{8}\\.[0-9a-f]{64}";
    private static final int LONGEST = 200;
    private static final int PARTS = 7;

    private final SecretKeySpec key;

    Tickets(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** When a ticket ends that is given now: the next full minute, so that who asks again gets the same one. */
    static Instant until(Instant now) {
        return Instant.ofEpochSecond(Math.ceilDiv(now.plus(LIFE).getEpochSecond() + 1, 60) * 60);
    }

    String issue(Ticket ticket) {
        String claims = ticket.machine() + "." + ticket.arm() + "." + ticket.boot() + "." + word(ticket.arch()) + "."
                + ticket.hash() + "." + ticket.until().getEpochSecond() / 60 + "."
                + HexFormat.of().toHexDigits(ticket.asked().bits());
        return claims + "." + HexFormat.of().formatHex(sign(claims));
    }

    private static String word(Arch arch) {
        return arch.label().replace('_', '-');
    }

    /** For what it is, if the signature is ours; compared in constant time. */
    Optional<Ticket> verify(String text) {
        if (text.length() > LONGEST || !text.matches(FORM)) {
            return Optional.empty();
        }
        int end = text.lastIndexOf('.');
        String claims = text.substring(0, end);
        byte[] signature = HexFormat.of().parseHex(text.substring(end + 1));
        return MessageDigest.isEqual(signature, sign(claims)) ? Optional.of(read(claims)) : Optional.empty();
    }

    private static Ticket read(String claims) {
        String[] parts = claims.split("\\.");
        if (parts.length != PARTS) {
            throw new IllegalStateException("a signed ticket has " + PARTS + " parts");
        }
        try {
            Arch arch = Arrays.stream(Arch.values()).filter(one -> word(one).equals(parts[3])).findFirst()
                    .orElseThrow(() -> new Malformed("architecture"));
            return new Ticket(MachineId.parse(parts[0]), parts[1], BootId.parse(parts[2]), arch, parts[4],
                    Instant.ofEpochSecond(Long.parseLong(parts[5]) * 60),
                    new Ipv4(HexFormat.fromHexDigits(parts[6])));
        } catch (Malformed e) {
            throw new IllegalStateException("a signed ticket is well formed", e);
        }
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
