package dev.ichor.talos.check.v1alpha1;

import dev.ichor.talos.Contract;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** How Talos is installed, where the document without a kind says it. */
final class InstallRules {
    private static final Pattern SIZE =
            Pattern.compile("\\s*(?:>=|<=|==|>|<)?\\s*[0-9]+(?:\\.[0-9]+)?\\s*(?:[kKMGTPE]i?)?[bB]?\\s*");
    private static final Set<String> TYPES = Set.of("ssd", "hdd", "nvme", "sd");

    private InstallRules() {
    }

    static void check(Scope scope, Part install) {
        if (!install.isThere()) {
            boolean unattended = scope.since(Contract.V1_14) && !scope.all("UnattendedInstallConfig").isEmpty();
            if (!unattended) {
                install.error("nothing says how Talos is installed, so it would not be", scope.since(Contract.V1_14)
                        ? "Restore the UnattendedInstallConfig document" : "Restore it");
            }
            return;
        }
        selector(install.at("diskSelector"));
        if (install.at("disk").isEmpty() && install.at("diskSelector").isEmpty()) {
            install.error("nothing says on which disk Talos is installed", "Give a disk of the node the role system");
        }
        if (scope.since(Contract.V1_12) && !install.at("extraKernelArgs").isEmpty()
                && install.at("grubUseUKICmdline").flag()) {
            install.at("extraKernelArgs").error("kernel arguments come from the installer's image, not from here",
                    "Put them into an Image Factory schematic, or set grubUseUKICmdline: false");
        }
        extensions(install.at("extensions"));
    }

    private static void selector(Part selector) {
        if (selector.at("name").isThere()) {
            selector.at("name").error("Talos does not look for a disk by its kernel name", "Use serial or wwid");
        }
        Part size = selector.at("size");
        if (!size.isEmpty() && !SIZE.matcher(size.text()).matches()) {
            size.error("no size", "Write e.g. >= 100GB");
        }
        Part type = selector.at("type");
        if (!type.isEmpty() && !TYPES.contains(type.text())) {
            type.error("no such type of disk", "Write ssd, hdd, nvme or sd");
        }
    }

    private static void extensions(Part extensions) {
        if (!extensions.isEmpty()) {
            extensions.warning("extensions named here are not installed", "Put them into an Image Factory schematic");
        }
        Set<String> seen = new HashSet<>();
        extensions.items().stream().filter(extension -> !seen.add(extension.at("image").text()))
                .forEach(extension -> extension.error("this extension is there twice", "Remove one"));
    }
}
