package dev.ichor.talos.boot;

import java.util.regex.Pattern;

/** Hides tickets in what is logged, stored or shown: also in a kernel's log, which repeats its command line. */
public final class TicketMask {
    /** Where the boot plane hands out configurations. */
    public static final String PATH = "/talos/";
    private static final String SECRET = "(secret)";
    private static final Pattern TICKET = Pattern.compile(
            "(?i)(?<!/assets)(/|%2f)talos(/|%2f)(?!\\(secret\\))[^\\s\"'<>]+");

    private TicketMask() {
    }

    /** The text with {@code /talos/(secret)} in the place of each ticket; names of assets stay. */
    public static String mask(String text) {
        return TICKET.matcher(text).replaceAll(PATH + SECRET);
    }
}
