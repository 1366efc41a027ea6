package dev.ichor.assets;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ichor.base.Arch;
import dev.ichor.base.Malformed;
import dev.ichor.provision.BootFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/a", "a/", "a//b", "a/../b", "../a", "a\\b", "a\nb", "a\n", "a b", "a%2e",
            "A",
        "a/b/c/d/e/f/g", ".a", "a@b", "a:b", "\u00e4"})
    void namesThatCouldLeaveTheFolderAreRefused(String text) {
        assertThrows(Malformed.class, () -> AssetName.parse(text));
        assertThrows(IllegalArgumentException.class, () -> new AssetName(text));
    }

    @Test
    void everyBootFileIsAName() {
        for (BootFile file : BootFile.values()) {
            assertDoesNotThrow(() -> AssetName.parse(file.fileName()));
        }
        assertThrows(Malformed.class, () -> AssetName.parse("a".repeat(201)));
    }

    @Test
    void talosFilesHaveOneNameWhereverTheyCameFrom() {
        assertEquals("talos/v1.13.9/default/vmlinuz-amd64",
                Needs.talosKernel("v1.13.9", "default", Arch.X86_64).text());
        assertEquals("talos/v1.14.0-rc.1/default/initramfs-arm64.xz",
                Needs.talosInitramfs("v1.14.0-rc.1", "default", Arch.ARM64).text());
        assertThrows(IllegalArgumentException.class, () -> Needs.talosKernel("v1.13.9", "default", Arch.RISCV64));
    }

    @Test
    void theServerNeedsAllBootFilesOfX64AndTheDiscoveryImage() {
        assertEquals(List.of("discovery-x86_64.initrd", "discovery-x86_64.vmlinuz", "ipxe-x86_64.efi", "ipxe.pxe",
                "snponly-x86_64.efi", "undionly.kpxe"),
                Needs.required(List.of()).stream().map(AssetName::text).toList());
    }

    @ParameterizedTest
    @CsvSource({"a.efi,application/efi", "a.kpxe,application/octet-stream", "discovery-x86_64.initrd,"
        + "application/octet-stream", "a.ipxe,text/plain; charset=utf-8"})
    void contentTypesAreWhatFirmwareExpects(String name, String type) {
        assertEquals(type, new AssetName(name).contentType());
    }
}
