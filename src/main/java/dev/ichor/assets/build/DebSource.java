package dev.ichor.assets.build;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** A place that Debian packages come from. */
sealed interface DebSource extends DebClosure.Lookup permits AptSource, FolderSource {

    /**
     * A package file on this machine.
     *
     * @param name   the package
     * @param file   the {@code .deb}
     * @param origin where it came from, for people
     */
    record Fetched(String name, Path file, String origin) {}

    /** Brings packages that {@link #describe} knows; all or a failure. */
    List<Fetched> fetch(Collection<DebPackage> packages) throws BuildFailed;
}
