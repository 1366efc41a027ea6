package dev.ichor.kube;

import java.nio.file.Files;
import java.nio.file.Path;

/** helm and kubectl as {@code appliance/verify} installs them; tests that use them carry the tag {@code npm}. */
public final class KubeTools {
    private static final Path FOLDER = Path.of("target/kube-tools/bin").toAbsolutePath();

    private KubeTools() {
    }

    public static Path helm() {
        return tool("helm");
    }

    public static Path kubectl() {
        return tool("kubectl");
    }

    private static Path tool(String name) {
        Path file = FOLDER.resolve(name);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(file + " is missing: install_kube_tools of appliance/lib/kube-tools.sh, "
                    + "which appliance/verify calls, installs it");
        }
        return file;
    }
}
