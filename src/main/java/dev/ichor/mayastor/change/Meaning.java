package dev.ichor.mayastor.change;

/**
 * What a difference means for a cluster that runs.
 *
 * @param text empty if it is plain
 * @param mend empty if it is enough to apply the file
 */
record Meaning(String text, String mend) {
    static final Meaning PLAIN = new Meaning("", "");
}
