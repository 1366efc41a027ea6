package dev.ichor.cli;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Builder;
import dev.ichor.assets.Needs;
import dev.ichor.assets.Progress;
import dev.ichor.assets.build.BuildFailed;
import dev.ichor.assets.build.BuildRequest;
import dev.ichor.assets.build.BuiltImage;
import dev.ichor.assets.build.BuiltPart;
import dev.ichor.assets.build.ImageBuilder;
import dev.ichor.assets.build.IpxeFromDebian;
import dev.ichor.base.Arch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What {@code ichor assets build} makes: the bootloaders of Debian's iPXE, and the discovery image. */
final class Builds {
    private Builds() {
    }

    /**
     * The bootloaders.
     *
     * @param from a folder of {@code .deb} files; absent: ask apt
     */
    static Builder ipxe(Optional<Path> from) {
        return (work, progress) -> {
            try {
                List<Builder.Made> made = new ArrayList<>();
                for (IpxeFromDebian.Extracted one : IpxeFromDebian.extract(work, from, step(progress))) {
                    made.add(new Builder.Made(Needs.of(one.bootFile()), one.file(), one.part().version(),
                            one.bootFile().arch(), one.part().licence(), "Debian package ipxe, "
                                    + one.part().source()));
                }
                return made;
            } catch (BuildFailed e) {
                throw new AssetsFailed(e.problems());
            }
        };
    }

    /**
     * The discovery image.
     *
     * @param from a folder of {@code .deb} files; absent: ask apt
     * @param keep where the packages got from apt are kept; absent: nowhere
     * @param gaps hears of hardware that may not work with the image
     */
    static Builder discovery(Path source, Optional<Path> from, Optional<Path> keep, Consumer<String> gaps) {
        return (work, progress) -> {
            try {
                BuiltImage image = ImageBuilder.build(new BuildRequest(source, work, from, keep, Arch.X86_64),
                        step(progress));
                image.gaps().forEach(gaps);
                String origin = "built from " + image.parts().size() + " Debian packages";
                return List.of(
                        new Builder.Made(Needs.DISCOVERY_KERNEL, image.kernel(), image.kernelVersion(), Arch.X86_64,
                                "GPL-2.0-only", origin),
                        new Builder.Made(Needs.DISCOVERY_INITRD, image.initrd(), image.kernelVersion(), Arch.X86_64,
                                licences(image.parts()), origin));
            } catch (BuildFailed e) {
                throw new AssetsFailed(e.problems());
            }
        };
    }

    private static dev.ichor.assets.build.Progress step(Progress progress) {
        return what -> progress.step(what, 0, 0);
    }

    private static String licences(List<BuiltPart> parts) {
        String all = parts.stream().flatMap(part -> java.util.Arrays.stream(part.licence().split(",")))
                .map(String::trim).filter(text -> !text.isEmpty()).distinct().sorted()
                .collect(Collectors.joining(", "));
        return all.length() > 400 ? all.substring(0, 400) + " and others" : all;
    }
}
