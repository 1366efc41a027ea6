package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleClosureTest {
    private static final Map<String, List<String>> KERNEL = Map.of(
            "drivers/nvme/host/nvme.ko", List.of("depends=nvme-core"),
            "drivers/nvme/host/nvme-core.ko", List.of("depends=t10-pi,crc64"),
            "drivers/nvme/host/nvme-tcp.ko", List.of("depends=nvme-core,nvme-fabrics"),
            "drivers/nvme/host/nvme-fabrics.ko", List.of("depends=nvme-core"),
            "block/t10-pi.ko", List.of("depends="),
            "drivers/net/ethernet/broadcom/bnx2.ko", List.of("depends=", "firmware=bnx2/mips.fw", "license=GPL"),
            "drivers/net/ethernet/mellanox/mlx4/mlx4_core.ko", List.of("softdep=pre: post: mlx4_en", "depends="),
            "lib/mlx4_en.ko", List.of("depends=mlx4_core"));

    private static Set<String> chosen(String... rules) throws Exception {
        return ModuleClosure.of(KERNEL.keySet(), List.of(rules),
                path -> KernelModule.of(path, KERNEL.get(path))).keySet();
    }

    @Test
    void whatAModuleNeedsComesAlongAndBuiltInsDoNot() throws Exception {
        assertEquals(Set.of("drivers/nvme/host/nvme.ko", "drivers/nvme/host/nvme-core.ko", "block/t10-pi.ko"),
                chosen("drivers/nvme/host/nvme"));
    }

    @Test
    void aFolderIsTakenWithoutWhatALineTakesOut() throws Exception {
        assertEquals(Set.of("drivers/nvme/host/nvme.ko", "drivers/nvme/host/nvme-core.ko", "block/t10-pi.ko"),
                chosen("drivers/nvme/host", "-drivers/nvme/host/nvme-tcp", "-drivers/nvme/host/nvme-fabrics"));
    }

    @Test
    void whatIsTakenOutComesBackWhenItIsNeeded() throws Exception {
        assertEquals(Set.of("drivers/nvme/host/nvme.ko", "drivers/nvme/host/nvme-core.ko", "block/t10-pi.ko"),
                chosen("drivers/nvme/host/nvme", "-drivers/nvme/host/nvme-core"));
    }

    @Test
    void softDependenciesAndCirclesEnd() throws Exception {
        assertEquals(Set.of("drivers/net/ethernet/mellanox/mlx4/mlx4_core.ko", "lib/mlx4_en.ko"),
                chosen("drivers/net/ethernet/mellanox"));
    }

    @Test
    void aNameIsNotMatchedByItsBeginning() throws Exception {
        assertEquals(Set.of(), chosen("drivers/nvme/ho", "drivers/nvme/host/nvm"));
    }

    @Test
    void linesThatMatchNothingAreNamed() {
        assertEquals(Set.of("drivers/gone"), ModuleClosure.unknown(KERNEL.keySet(),
                List.of("drivers/char/tpm/tpm.ko"), List.of("drivers/gone", "drivers/nvme", "drivers/char/tpm", "-x")));
    }

    @Test
    void aDriverWithoutItsFirmwareIsReported() {
        List<KernelModule> modules = new ArrayList<>();
        KERNEL.forEach((path, info) -> modules.add(KernelModule.of(path, info)));
        assertEquals(List.of("Without firmware, so that they may not work or not fully: NICs (bnx2). To have it in the"
                + " image, enable non-free-firmware in the apt sources and run 'apt-get update', or use --from with a"
                + " folder of .deb files; not to be had now: firmware-bnx2."),
                FirmwareFiles.of(modules, List.of("firmware-bnx2"), name -> java.util.Optional.empty()).gaps());
        FirmwareFiles found = FirmwareFiles.of(modules, List.of(),
                name -> java.util.Optional.of(java.nio.file.Path.of(name)));
        assertEquals(Set.of("bnx2/mips.fw"), found.files().keySet());
        assertEquals(List.of(), found.gaps());
    }
}
