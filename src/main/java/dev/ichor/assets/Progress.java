package dev.ichor.assets;

/** Hears how far a long work is. Called from the thread that works; must return quickly. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = (what, done, total) -> { };

    /**
     * A step further.
     *
     * @param what  what is being worked on, for people
     * @param done  bytes done
     * @param total bytes in all, 0 if not known
     */
    void step(String what, long done, long total);
}
