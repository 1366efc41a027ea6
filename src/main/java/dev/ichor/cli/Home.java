package dev.ichor.cli;

import java.nio.file.Path;

/** Where the program's own files lie; the launcher says it by the system property {@code ichor.home}. */
final class Home {
    private Home() {
    }

    static Path folder() {
        return Path.of(System.getProperty("ichor.home", ".")).toAbsolutePath().normalize();
    }

    /** The lock of published boot assets, part of the release. */
    static Path pins() {
        return folder().resolve("boot-assets/assets.yaml");
    }

    /** The source of the discovery image. */
    static Path discovery() {
        return folder().resolve("boot-assets/discovery");
    }
}
