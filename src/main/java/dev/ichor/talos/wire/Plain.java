package dev.ichor.talos.wire;

import java.util.regex.Pattern;

/** Text of strangers, made fit for one line of a log, a page or a terminal. */
public final class Plain {
    /** Colours and other orders to a terminal (ECMA-48 control sequences). */
    private static final Pattern ORDERS = Pattern.compile("\u001B\\[[0-?]*[ -/]*[@-~]");

    private Plain() {
    }

    /**
     * The text on one line: control characters, those that turn the direction of writing and halves of characters
     * become spaces; what is longer than {@code most} characters is cut and ends in an ellipsis.
     */
    public static String line(String text, int most) {
        String plain = text.indexOf('\u001B') < 0 ? text : ORDERS.matcher(text).replaceAll("");
        StringBuilder out = new StringBuilder(Math.min(plain.length(), most));
        plain.codePoints().forEach(point -> out.appendCodePoint(isPlain(point) ? point : ' '));
        return cut(out.toString().strip(), most);
    }

    /** At most that many characters. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                 Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
