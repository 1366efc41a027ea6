package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.provision.BootFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class IpxeFromDebianTest {
    @TempDir
    Path out;

    @Test
    @Tag("rack")
    void theFourBinariesGetTheNamesThatDhcpHandsOut() throws Exception {
        List<IpxeFromDebian.Extracted> all = IpxeFromDebian.extract(out, Optional.empty(), step -> {});
        assertEquals(Set.of(BootFile.BIOS_UNDI, BootFile.BIOS_NATIVE, BootFile.UEFI_X64_SNP, BootFile.UEFI_X64_NATIVE),
                all.stream().map(IpxeFromDebian.Extracted::bootFile).collect(Collectors.toSet()));
        for (IpxeFromDebian.Extracted one : all) {
            assertEquals(out.resolve(one.bootFile().fileName()), one.file());
            assertEquals(Sha256.of(one.file()), one.sha256());
            String start = new String(Files.readAllBytes(one.file()), 0, 2, StandardCharsets.ISO_8859_1);
            // PE images of UEFI begin with MZ.
            assertEquals(one.bootFile().fileName().endsWith(".efi"), start.equals("MZ"), one.toString());
        }
        try (var left = Files.list(out)) {
            assertEquals(4, left.count(), "nothing else stays");
        }
    }

    @Test
    void aFolderWithoutThePackageIsRefused(@TempDir Path folder) {
        BuildFailed failed = assertThrows(BuildFailed.class,
                () -> IpxeFromDebian.extract(out, Optional.of(folder), step -> {}));
        assertTrue(failed.getMessage().contains("has no .deb file"), failed.getMessage());
    }
}
