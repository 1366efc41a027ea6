package dev.ichor.machine.facts;

/**
 * How much of an archive is accepted.
 *
 * @param compressed bytes of the upload
 * @param unpacked   bytes of the tar stream
 * @param entries    files and folders
 * @param entry      bytes of one file
 */
public record Limits(long compressed, long unpacked, int entries, int entry) {
    /** The bounds that the contract names. */
    public static final Limits CONTRACT = new Limits(96L << 20, 512L << 20, 20_000, 4 << 20);

    public Limits {
        if (compressed < 1 || unpacked < 1 || entries < 1 || entry < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
