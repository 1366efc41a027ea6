package dev.ichor.talos.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.render.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class PairingTest {
    private static List<Finding> check(String talos, String kubernetes) throws Malformed {
        return Pairing.check(TalosVersion.parse(talos), TalosVersion.parse(kubernetes), "clusters/a#/kubernetes");
    }

    @ParameterizedTest
    @CsvSource({"1.10,28,33", "1.11,29,34", "1.12,30,35", "1.13,31,36", "1.14,32,37"})
    void aTalosRunsSixVersions(String talos, int first, int last) throws Malformed {
        for (int minor = first; minor <= last; minor++) {
            assertEquals(List.of(), check(talos + ".4", "v1." + minor + ".1"));
        }
        for (int minor : List.of(first - 1, last + 1, 0)) {
            List<Finding> findings = check(talos + ".4", "v1." + minor + ".1");
            assertEquals(List.of(new Finding(Finding.Severity.ERROR, new Problem("clusters/a#/kubernetes",
                    "Talos v" + talos + ".4 does not run Kubernetes v1." + minor + ".1",
                    "Take a Kubernetes from 1." + first + " to 1." + last + ", or another Talos"))), findings);
        }
        assertEquals(Finding.Severity.ERROR, check(talos + ".4", "v2." + first + ".1").getFirst().severity());
    }

    @Test
    void unknownTalosAndPreReleasesAreSaid() throws Malformed {
        assertEquals(Finding.Severity.ERROR, check("1.15.0", "1.37.0").getFirst().severity());
        List<Finding> findings = check("1.14.0-rc.1", "1.37.0-rc.0");
        assertEquals(Finding.Severity.WARNING, findings.getFirst().severity());
        assertTrue(findings.getFirst().problem().what().contains("pre-release"));
    }

    @ParameterizedTest
    @CsvSource({"v1.10.9,'','',ghcr.io/siderolabs/installer:v1.10.9",
            "v1.13.9,'','',ghcr.io/siderolabs/installer:v1.13.9",
            "v1.13.9,abc,'',factory.talos.dev/metal-installer/abc:v1.13.9",
            "v1.10.4,abc,'',factory.talos.dev/metal-installer/abc:v1.10.4",
            "v1.14.0-rc.1,'','',factory.talos.dev/metal-installer/"
                    + "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1.14.0-rc.1",
            "v1.14.0,abc,'',factory.talos.dev/metal-installer/abc:v1.14.0",
            "v1.14.0,abc,registry.local:5000/installer,registry.local:5000/installer:v1.14.0"})
    void theInstallerHasTheTagOfItsTalos(String talos, String schematic, String override, String image)
            throws Malformed {
        assertEquals(image, Images.installer(TalosVersion.parse(talos), schematic, override));
    }
}
