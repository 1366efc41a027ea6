package dev.ichor.dhcp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.dhcp.pxe.PxeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Packets captured from SeaBIOS with QEMU's iPXE ROM, from OVMF (EDK2) and from Debian's iPXE, each beside its approved
 * reading. {@code -Dgolden.update=true} writes the readings anew, for review as a diff.
 */
class GoldenPacketsTest {
    private static final Path FOLDER = Path.of("src/test/resources/dhcp");

    @TestFactory
    Stream<DynamicTest> everyCaptureReadsAsApproved() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> captures = files.filter(file -> file.toString().endsWith(".hex")).sorted().toList();
            assertTrue(captures.size() >= 7, "the captures are missing");
            return captures.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(),
                    () -> reads(file)));
        }
    }

    private static void reads(Path file) throws Exception {
        byte[] bytes = java.util.HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
        DhcpMessage message = DhcpCodec.decode(bytes);
        String reading = message.dump() + PxeClient.read(message) + "\n";
        Path approved = Path.of(file.toString().replace(".hex", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(approved, reading);
        }
        assertEquals(Files.readString(approved), reading);
        assertEquals(message.options().list().stream().sorted(java.util.Comparator.comparing(Option::code)).toList(),
                DhcpCodec.decode(DhcpEncoder.encode(message)).options().list().stream()
                        .sorted(java.util.Comparator.comparing(Option::code)).toList());
    }
}
