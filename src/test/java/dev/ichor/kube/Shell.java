package dev.ichor.kube;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs with nothing of the user's own settings: home, kubeconfig and caches are in a folder of the test. */
public final class Shell {
    private static final int PATIENCE = 60;
    private final Path folder;

    /** @param kubeconfig text of it */
    public Shell(Path folder, String kubeconfig) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
    }

    /** How a program ended. */
    public record Ended(int exit, String out, String err) {
        @Override
        public String toString() {
            return "exit " + exit + "\n" + out + "\n" + err;
        }
    }

    public Ended kubectl(String... arguments) throws IOException, InterruptedException {
        return run(KubeTools.kubectl().toString(), arguments);
    }

    public Ended helm(String... arguments) throws IOException, InterruptedException {
        return run(KubeTools.helm().toString(), arguments);
    }

    /** What programs that are run elsewhere must see. */
    public Map<String, String> environment() {
        return Map.of("HOME", folder.toString(), "KUBECONFIG", folder.resolve("kubeconfig").toString(), "KUBECACHEDIR",
                folder.resolve("kube-cache").toString(), "HELM_CACHE_HOME", folder.resolve("helm-cache").toString(),
                "HELM_CONFIG_HOME", folder.resolve("helm-config").toString(), "HELM_DATA_HOME",
                folder.resolve("helm-data").toString(), "PATH", KubeTools.helm().getParent() + ":"
                        + System.getenv("PATH"));
    }

    /** Runs it to its end. */
    public Ended run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KUBE") || name.startsWith("HELM")
                || name.toLowerCase().endsWith("_proxy"));
        builder.environment().putAll(environment());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(command + " does not end: " + Files.readString(err));
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
