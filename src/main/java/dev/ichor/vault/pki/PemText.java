package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** PEM text (RFC 7468): blocks of base64 between lines with a label, and nothing else. */
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private PemText() {
    }

    /** One block; its bytes may be a private key, so it prints its label only. */
    record Block(String label, byte[] der) {
        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    /** All blocks, at least one. What the text holds does not appear in the message. */
    static List<Block> read(String text) throws Malformed {
        List<Block> out = new ArrayList<>();
        String label = "";
        StringBuilder body = new StringBuilder();
        for (String raw : text.split("\n")) {
            String line = raw.strip();
            if (label.isEmpty() && line.startsWith(BEGIN) && line.endsWith(DASHES)
                    && line.length() > BEGIN.length() + DASHES.length()) {
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                body.setLength(0);
            } else if (!label.isEmpty() && line.equals(END + label + DASHES)) {
                out.add(new Block(label, decode(body.toString())));
                label = "";
            } else if (!label.isEmpty()) {
                body.append(line);
            } else if (!line.isEmpty()) {
                throw new Malformed("not PEM text: there is something outside of the '-----BEGIN' and '-----END'"
                        + " lines");
            }
        }
        if (!label.isEmpty()) {
            throw new Malformed("PEM text is cut off: a '-----BEGIN' line has no '-----END' line");
        }
        if (out.isEmpty()) {
            throw new Malformed("not PEM text: no '-----BEGIN' line");
        }
        return out;
    }

    private static byte[] decode(String base64) throws Malformed {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Malformed("PEM text whose inside is not base64 (encrypted keys are not read)");
        }
    }

    static String write(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
        return BEGIN + label + DASHES + "\n" + body + "\n" + END + label + DASHES + "\n";
    }
}
