package dev.ichor.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told to run is what the command line knows. */
class MendTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "undionly.kpxe                          | Run 'ichor assets build'",
        "snponly-x86_64.efi                     | Run 'ichor assets build'",
        "discovery-x86_64.initrd                | Run 'ichor assets build'",
        "ipxe-ia32.efi                          | Run 'ichor assets fetch --ipxe'",
        "snponly-arm64.efi                      | Run 'ichor assets fetch --ipxe'",
        "ipxe/2.0.0/ipxeboot.tar.gz             | Run 'ichor assets fetch --ipxe'",
        "talos/v1.13.9/default/vmlinuz-amd64    | Run 'ichor assets fetch --talos v1.13.9'",
        "talos/v1.13.9/abc/initramfs-arm64.xz   | Run 'ichor assets fetch --talos v1.13.9 --schematic abc --arch arm64'",
        "memtest.bin                            | Put the file back, or take its entry out of the lock"})
    void eachAssetHasItsCommand(String name, String mend) {
        assertEquals(mend, Mend.of(new AssetName(name)));
    }
}
