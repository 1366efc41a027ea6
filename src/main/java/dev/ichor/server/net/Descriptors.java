package dev.ichor.server.net;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the descriptor of a socket that a library opened, the way {@code ss} does: the socket's inode stands in
 * {@code /proc/self/net/udp} or {@code tcp} and behind one of our links in {@code /proc/self/fd}. No reflection into
 * the JDK.
 */
final class Descriptors {
    private static final String PREFIX = "socket:[";
    private static final int LOCAL = 1;
    private static final int QUEUES = 4;
    private static final int INODE = 9;

    private Descriptors() {
    }

    /** Which table of the kernel. */
    enum Protocol { UDP, TCP }

    /**
     * Our own sockets bound to a port; for TCP also the connections that were accepted on it.
     *
     * @return descriptor by inode
     */
    static Map<Long, Integer> ofPort(Protocol protocol, int port) throws IOException {
        Map<Long, Long> queues = sockets(protocol, port);
        Map<Long, Integer> own = new HashMap<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                String target = target(link);
                if (target.startsWith(PREFIX)) {
                    long inode = Long.parseLong(target.substring(PREFIX.length(), target.length() - 1));
                    if (queues.containsKey(inode)) {
                        own.put(inode, Integer.parseInt(link.getFileName().toString()));
                    }
                }
            }
        }
        return own;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            // Another thread closed it between listing and reading.
            return "";
        }
    }

    /** Bytes that wait unread in a UDP socket; 0 if it is gone. */
    static long waiting(int port, long inode) throws IOException {
        return sockets(Protocol.UDP, port).getOrDefault(inode, 0L);
    }

    /** Unread bytes by inode, of every socket of that port in this network namespace. */
    private static Map<Long, Long> sockets(Protocol protocol, int port) throws IOException {
        String table = "/proc/thread-self/net/" + protocol.name().toLowerCase(Locale.ROOT);
        String suffix = String.format(":%04X", port);
        Map<Long, Long> out = new HashMap<>();
        for (Path file : List.of(Path.of(table), Path.of(table + "6"))) {
            if (Files.isReadable(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.strip().split("\\s+");
                    if (words.length > INODE && words[LOCAL].endsWith(suffix)) {
                        out.put(Long.parseLong(words[INODE]), Long.parseLong(words[QUEUES].split(":")[1], 16));
                    }
                }
            }
        }
        return out;
    }
}
