package dev.ichor.server.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that other people wrote, on a network of their own. */
@Tag("netns")
class ForeignClientsTest {
    private static final int BLOCK = 512;
    private static final int MORE_THAN_65535_BLOCKS = 65_536 * BLOCK + 5;

    @TempDir
    private Path dir;

    /** A client and how it is told to fetch a file. */
    enum Client {
        TFTP_HPA("/usr/bin/tftp", "tftp-hpa") {
            @Override
            List<String> fetch(String file) {
                return List.of(path, "-m", "binary", TftpNet.SERVER, "-c", "get", file, "got");
            }
        },
        CURL("/usr/bin/curl", "curl") {
            @Override
            List<String> fetch(String file) {
                // curl asks for a timeout option that it derives from this one: here 1 second.
                return List.of(path, "-s", "-S", "--connect-timeout", "3", "-o", "got",
                        "tftp://" + TftpNet.SERVER + "/" + file);
            }
        },
        BUSYBOX("/usr/bin/busybox", "busybox or busybox-static") {
            @Override
            List<String> fetch(String file) {
                return List.of(path, "tftp", "-g", "-r", file, "-l", "got", TftpNet.SERVER);
            }
        },
        ATFTP_WINDOW("/usr/bin/atftp", "atftp") {
            @Override
            List<String> fetch(String file) {
                return List.of(path, "--option", "windowsize 8", "-g", "-r", file, "-l", "got", TftpNet.SERVER);
            }
        };

        final String path;
        private final String debianPackage;

        Client(String path, String debianPackage) {
            this.path = path;
            this.debianPackage = debianPackage;
        }

        abstract List<String> fetch(String file);
    }

    @BeforeAll
    static void tools() {
        TftpNet.need("/usr/sbin/ip", "iproute2");
        TftpNet.need("/usr/sbin/nft", "nftables");
        for (Client client : Client.values()) {
            TftpNet.need(client.path, client.debianPackage);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void sizesAroundBlockMultiplesArriveWholeUnderLoss(Client client) throws Exception {
        int[] sizes = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 20 * BLOCK - 1, 20 * BLOCK, 20 * BLOCK + 1};
        for (int size : sizes) {
            file(size);
        }
        try (TftpNet net = new TftpNet(dir, 5)) {
            for (int size : sizes) {
                // curl 7.88 fails on an empty file from any server (error 71: getpeername); dnsmasq shows the same.
                if (size > 0 || client != Client.CURL) {
                    fetch(net, client, size);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void blockNumbersWrap(Client client) throws Exception {
        file(MORE_THAN_65535_BLOCKS);
        try (TftpNet net = new TftpNet(dir, 0)) {
            fetch(net, client, MORE_THAN_65535_BLOCKS);
            String record = net.record();
            assertTrue(record.contains("blksize=512"), record);
            assertTrue(record.contains(client == Client.ATFTP_WINDOW ? "window=8" : "window=1,"), record);
            assertTrue(record.contains("bytes=" + MORE_THAN_65535_BLOCKS), record);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void peopleReadWhyARequestIsRefused() throws Exception {
        file(100);
        try (TftpNet net = new TftpNet(dir, 0)) {
            String netascii = net.client(dir, Duration.ofSeconds(20), List.of(Client.TFTP_HPA.path, "-m", "netascii",
                    TftpNet.SERVER, "-c", "get", "file-100", "got"));
            assertTrue(netascii.contains("Only mode octet (binary) is served"), netascii);
            String write = net.client(dir, Duration.ofSeconds(20), List.of(Client.TFTP_HPA.path, "-m", "binary",
                    TftpNet.SERVER, "-c", "put", "file-100", "x"));
            assertTrue(write.contains("This server is read-only"), write);
            String missing = net.client(dir, Duration.ofSeconds(20), Client.BUSYBOX.fetch("nothing"));
            assertTrue(missing.contains("File not found"), missing);
        }
    }

    private void file(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(dir.resolve("file-" + size), bytes);
    }

    private void fetch(TftpNet net, Client client, int size) throws Exception {
        Path got = dir.resolve("got");
        String said;
        int tries = 0;
        do {
            Files.deleteIfExists(got);
            said = net.client(dir, Duration.ofSeconds(90), client.fetch("file-" + size));
            // atftp gives up when its ACK of the options was lost and the OACK comes again, as RFC 2347 wants.
        } while (said.contains("unexpected OACK") && ++tries < 5);
        assertTrue(Files.exists(got), client + " wrote no file of " + size + " bytes: " + said);
        assertEquals(-1, Files.mismatch(dir.resolve("file-" + size), got), client + ", size " + size + ": " + said);
    }
}
