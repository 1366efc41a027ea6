package dev.ichor.assets.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** GRUB for the disks that the stand-in installs; both forms read {@code grub/grub.cfg} of the EFI partition. */
record GrubImages(PackageTree tree, Path work) {
    private static final List<String> MODULES = List.of("normal", "part_gpt", "fat", "linux", "echo", "serial",
            "terminal", "boot");

    /** The code for the disk's first sector. */
    Path boot() {
        return tree.root().resolve("usr/lib/grub/i386-pc/boot.img");
    }

    /** What the BIOS partition holds. */
    Path core() throws IOException, BuildFailed {
        List<String> modules = new ArrayList<>(MODULES);
        modules.add("biosdisk");
        return make("core.img", "i386-pc", "(,gpt1)/grub", modules);
    }

    /** {@code EFI/BOOT/BOOTX64.EFI}. */
    Path efi() throws IOException, BuildFailed {
        return make("bootx64.efi", "x86_64-efi", "/grub", MODULES);
    }

    private Path make(String name, String format, String prefix, List<String> modules)
            throws IOException, BuildFailed {
        Path made = work.resolve(name);
        if (!Files.exists(made)) {
            List<String> command = new ArrayList<>(tree.ownProgram("grub-mkimage", "grub-mkimage").orElseThrow(() ->
                    new BuildFailed("grub-mkimage", "of the packages cannot be run on this machine",
                            "build on amd64")));
            command.addAll(List.of("-O", format, "-d", tree.root().resolve("usr/lib/grub").resolve(format).toString(),
                    "-p", prefix, "-o", made.toString()));
            command.addAll(modules);
            Command.of(command).within(Duration.ofMinutes(1)).orFail("look at the message");
        }
        return made;
    }
}
