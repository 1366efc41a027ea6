package dev.ichor.server.tftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;

/**
 * A process that serves one folder on port 69 of an address until its standard input ends; started by tests inside a
 * network namespace. Prints "ready", then each record.
 */
final class FolderServer {
    private FolderServer() {
    }

    /** Takes the address and the folder. */
    public static void main(String[] args) throws IOException, Malformed {
        Path folder = Path.of(args[1]);
        TftpServer server = new TftpServer(TftpSettings.defaults(Ipv4.parse(args[0])), (name, client) -> {
            Path file = folder.resolve(Path.of(name).getFileName());
            try {
                return Files.exists(file) ? new Found.OnDisk(file, Files.size(file)) : new Found.Missing("not there");
            } catch (IOException e) {
                return new Found.Missing(e.toString());
            }
        }, record -> System.out.println(record));
        server.start();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        server.stop(java.time.Duration.ZERO);
    }
}
