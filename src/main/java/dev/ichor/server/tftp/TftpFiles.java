package dev.ichor.server.tftp;

import java.net.InetSocketAddress;

/** The files a TFTP server serves. */
@FunctionalInterface
public interface TftpFiles {
    /**
     * Looks a file up. Called on the thread that takes all requests, several times for one boot: it must answer within
     * about a millisecond and change nothing.
     *
     * @param rawName as the client sent it, one character for each byte: with leading or doubled slashes, backslashes,
     *                any case, or junk
     */
    Found find(String rawName, InetSocketAddress client);
}
