package dev.ichor.assets.build;

import dev.ichor.base.Sha256;
import java.nio.file.Path;
import java.util.List;

/**
 * A finished discovery image.
 *
 * @param kernel        the kernel, {@code discovery-<arch>.vmlinuz}
 * @param kernelSha256  its digest
 * @param initrd        the initramfs, {@code discovery-<arch>.initrd}
 * @param initrdSha256  its digest; the same packages and agent source give the same digest again
 * @param kernelVersion the release that {@code uname -r} prints, as {@code 6.1.0-56-amd64}
 * @param parts         the packages it was made of, by name; of some only a library was needed, or nothing
 * @param gaps          sentences about hardware that may not work with it, such as NICs whose firmware is in no
 *                      package that could be had; people must see them
 */
public record BuiltImage(Path kernel, Sha256 kernelSha256, Path initrd, Sha256 initrdSha256, String kernelVersion,
                         List<BuiltPart> parts, List<String> gaps) {
    public BuiltImage {
        parts = List.copyOf(parts);
        gaps = List.copyOf(gaps);
    }
}
