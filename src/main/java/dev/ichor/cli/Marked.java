package dev.ichor.cli;

/** Sentences behind a word that says how things stand, on lines that fit; the word stands once. */
final class Marked {
    private static final int WIDTH = 9;

    private Marked() {
    }

    /** @param mark of at most 8 characters, e.g. {@code WARNING} */
    static String of(String mark, String... sentences) {
        StringBuilder text = new StringBuilder();
        for (String sentence : sentences) {
            if (!sentence.isBlank()) {
                text.append(text.isEmpty() ? "" : " ").append(ended(sentence));
            }
        }
        StringBuilder out = new StringBuilder();
        String before = mark + " ".repeat(Math.max(1, WIDTH - mark.length()));
        for (String line : AccountText.wrapped(Show.plain(text.toString()), AccountText.WIDTH - WIDTH)) {
            out.append(before).append(line).append('\n');
            before = " ".repeat(WIDTH);
        }
        return out.toString();
    }

    private static String ended(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
