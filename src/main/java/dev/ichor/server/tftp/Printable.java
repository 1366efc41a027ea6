package dev.ichor.server.tftp;

/** Text from the network, made fit for one line of a log. */
final class Printable {
    private static final int MOST = 200;

    private Printable() {
    }

    /** The text with everything but visible ASCII replaced by {@code ?}, cut to 200 characters. */
    static String of(String text) {
        String line = text.length() > MOST ? text.substring(0, MOST) : text;
        return line.replaceAll("[^!-~]", "?");
    }
}
