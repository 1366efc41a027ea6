package dev.ichor.assets.build;

/** Told what a build is doing, on the thread that builds. */
@FunctionalInterface
public interface Progress {
    /** One short sentence without a full stop, such as "unpacking 42 packages". */
    void step(String what);
}
