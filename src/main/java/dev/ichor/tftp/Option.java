package dev.ichor.tftp;

import java.util.Locale;

/**
 * One option of a request or of an option acknowledgement (RFC 2347).
 *
 * @param name  as the client spelt it; names are compared without regard to case
 * @param value decimal text for every option known here
 */
public record Option(String name, String value) {
    /** The name in the form in which names are compared. */
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }
}
