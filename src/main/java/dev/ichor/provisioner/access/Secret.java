package dev.ichor.provisioner.access;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secret of a token: {@code ichor_}, 10 hexadecimal digits that are public, {@code _}, and 256 random bits in the
 * URL-safe alphabet of Base64.
 *
 * @param id   the public part
 * @param text all of it
 */
record Secret(String id, String text) {
    private static final Pattern FORM = Pattern.compile("ichor_([0-9a-f]{10})_[A-Za-z0-9_-]{43}");
    private static final int ID_BYTES = 5;
    private static final int RANDOM_BYTES = 32;
    private static final int LENGTH = 60;

    static Secret next(RandomGenerator random) {
        String id = hex(random);
        return new Secret(id, "ichor_" + id + "_" + base64(random));
    }

    /** 10 random hexadecimal digits. */
    static String hex(RandomGenerator random) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** 256 random bits. */
    static String base64(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Empty for what cannot be a secret of a token. */
    static Optional<Secret> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new Secret(form.group(1), text)) : Optional.empty();
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "secret of t-" + id;
    }
}
