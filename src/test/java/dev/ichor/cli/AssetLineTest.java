package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetName;
import dev.ichor.assets.Trust;
import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssetLineTest {
    @Test
    void programsReadPlainTextWhereThereIsOneTextForm() {
        AssetEntry entry = new AssetEntry(new AssetName("undionly.kpxe"), "1.0", Arch.X86_64, 5,
                Sha256.of(new byte[] {1}), Trust.BUILT, "GPL-2.0-or-later", "Debian package ipxe");
        assertEquals("{\"assets\":[{\"name\":\"undionly.kpxe\",\"version\":\"1.0\",\"arch\":\"x86_64\",\"size\":5,"
                        + "\"state\":\"ready\",\"why\":\"\",\"required\":true,\"trust\":\"built\",\"sha256\":\""
                        + Sha256.of(new byte[] {1}) + "\",\"licence\":\"GPL-2.0-or-later\","
                        + "\"source\":\"Debian package ipxe\"}],\"problems\":[]}",
                Json.write(AssetLine.Listing.of(List.of(entry))));
    }
}
