package dev.ichor.server.tftp;

import java.nio.file.Path;

/** The answer to a request for a file. */
public sealed interface Found {
    /**
     * A file on disk. It must not change while it is served; replace it by renaming another file over it.
     *
     * @param size in bytes, exact: clients reserve memory by it
     */
    record OnDisk(Path path, long size) implements Found { }

    /** Bytes made for this client. They must not change afterwards. */
    record InMemory(byte[] bytes) implements Found { }

    /**
     * There is no such file for this client.
     *
     * @param why for the log and the transfer's record; the client is told only that the file is missing
     */
    record Missing(String why) implements Found { }
}
