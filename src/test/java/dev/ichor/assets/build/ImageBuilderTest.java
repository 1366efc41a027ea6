package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole build, with Debian's packages. Tagged like the tests that boot its result, because it takes as long. */
@Timeout(300)
class ImageBuilderTest {
    private static final long MOST_BYTES = 60L << 20;

    @Test
    @Tag("rack")
    void theImageIsLeanAndNamesItsPackages() throws Exception {
        BuiltImage image = DiscoveryImage.built();
        BuiltPart kernel = part(image, "linux-image-" + image.kernelVersion());
        System.out.println("initrd " + Files.size(image.initrd()) + " bytes, kernel " + Files.size(image.kernel()));
        image.gaps().forEach(System.out::println);
        assertAll(
                () -> assertTrue(Files.size(image.initrd()) < MOST_BYTES, "initrd has " + Files.size(image.initrd())),
                () -> assertTrue(kernel.licence().contains("GPL-2"), kernel.licence()),
                () -> assertEquals(64, part(image, "busybox-static").sha256().hex().length()),
                () -> assertTrue(image.parts().stream().noneMatch(one -> one.version().isEmpty())));
    }

    @Test
    @Tag("rack")
    void theSamePackagesGiveTheSameImageWithoutApt(@TempDir Path out) throws Exception {
        BuiltImage first = DiscoveryImage.built();
        long started = System.nanoTime();
        List<String> steps = new ArrayList<>();
        BuiltImage second = ImageBuilder.build(new BuildRequest(DiscoveryImage.SOURCE, out,
                Optional.of(DiscoveryImage.PACKAGES), Arch.X86_64), steps::add);
        System.out.println("build took " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
        assertEquals(first.initrdSha256(), second.initrdSha256());
        assertEquals(first.kernelSha256(), second.kernelSha256());
        assertFalse(steps.isEmpty());
        try (var left = Files.list(out)) {
            assertEquals(List.of("discovery-x86_64.initrd", "discovery-x86_64.vmlinuz"),
                    left.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce(@TempDir Path empty) {
        BuildFailed failed = assertThrows(BuildFailed.class, () -> ImageBuilder.build(
                new BuildRequest(empty, empty.resolve("out"), Optional.empty(), Arch.ARM64), step -> {}));
        assertEquals(5, failed.problems().size(), failed.getMessage());
        assertTrue(failed.getMessage().contains("arm64") && failed.getMessage().contains("modules.txt"));
    }

    @Test
    void aFolderWithoutThePackagesIsRefusedWithEachName(@TempDir Path folder) throws Exception {
        BuildFailed none = assertThrows(BuildFailed.class, () -> ImageBuilder.build(new BuildRequest(
                DiscoveryImage.SOURCE, folder.resolve("out"), Optional.of(folder), Arch.X86_64), step -> {}));
        assertTrue(none.getMessage().contains("has no .deb file"), none.getMessage());
        makeDeb(folder, "kmod", "Depends: libkmod2, libc6");
        BuildFailed some = assertThrows(BuildFailed.class, () -> ImageBuilder.build(new BuildRequest(
                DiscoveryImage.SOURCE, folder.resolve("out"), Optional.of(folder), Arch.X86_64), step -> {}));
        assertTrue(some.getMessage().contains("package tcpdump") && some.getMessage().contains("package libkmod2")
                && !some.getMessage().contains("package kmod"), some.getMessage());
    }

    private static void makeDeb(Path folder, String name, String fields) throws Exception {
        Path root = Files.createDirectories(folder.resolve("tree/DEBIAN")).getParent();
        Files.writeString(root.resolve("DEBIAN/control"), "Package: " + name + "\nVersion: 1\nArchitecture: amd64\n"
                + "Maintainer: Nobody <nobody@example.org>\n" + fields + "\nDescription: for a test\n");
        Command.of(List.of("dpkg-deb", "-b", root.toString(), folder.resolve(name + "_1_amd64.deb").toString()))
                .orFail("install the package dpkg");
    }

    private static BuiltPart part(BuiltImage image, String name) {
        return image.parts().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }
}
