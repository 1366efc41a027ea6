package dev.ichor.client.handoff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The programs themselves. The kubeconfig is named by the environment, never by an argument. */
public final class Programs implements Tools {
    /** No list of pods or log of a check comes near it. */
    private static final int MOST = 32 << 20;
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** A person's own settings must not lead to another cluster or namespace. */
    private static final List<String> FOREIGN = List.of("HELM_NAMESPACE", "HELM_KUBECONTEXT", "HELM_KUBETOKEN",
            "HELM_KUBEAPISERVER", "HELM_KUBEASUSER", "HELM_KUBEASGROUPS", "HELM_KUBECAFILE",
            "HELM_KUBETLS_SERVER_NAME", "HELM_KUBEINSECURE_SKIP_TLS_VERIFY", "KUBERNETES_SERVICE_HOST",
            "KUBERNETES_SERVICE_PORT", "KUBECTL_EXTERNAL_DIFF", "HELM_DEBUG", "ICHOR_TOKEN");

    private final Path helm;
    private final Path kubectl;
    private final String namespace;
    private final Path folder;
    private final Path kubeconfig;

    /**
     * @param namespace  of the release and of all objects that have one
     * @param folder     of the bundle
     * @param kubeconfig a file
     */
    public Programs(Path helm, Path kubectl, String namespace, Path folder, Path kubeconfig) {
        this.helm = helm;
        this.kubectl = kubectl;
        this.namespace = namespace;
        this.folder = folder;
        this.kubeconfig = kubeconfig;
    }

    /** The program in one of the folders, which are separated by colons. */
    public static Optional<Path> find(String path, String program) {
        return Stream.of(path.split(":")).filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program)).filter(file -> Files.isRegularFile(file)
                        && Files.isExecutable(file)).findFirst();
    }

    @Override
    public Said helm(List<String> arguments, Duration patience) throws InterruptedException {
        return run(helm, arguments, patience);
    }

    @Override
    public Said kubectl(List<String> arguments, Duration patience) throws InterruptedException {
        return run(kubectl, arguments, patience);
    }

    private Said run(Path program, List<String> arguments, Duration patience) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(program.toString(), "--namespace", namespace));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        FOREIGN.forEach(environment::remove);
        environment.putAll(Map.of("KUBECONFIG", kubeconfig.toString(), "LC_ALL", "C"));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Said(Said.ABSENT, "", program + " cannot be started: " + e.getMessage(), true);
        }
        return said(process, patience);
    }

    private static Said said(Process process, Duration patience) throws InterruptedException {
        AtomicBoolean cut = new AtomicBoolean();
        FutureTask<String> output = drain(process.getInputStream(), cut);
        FutureTask<String> errors = drain(process.getErrorStream(), new AtomicBoolean());
        try {
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                end(process);
            }
            return new Said(ended ? process.exitValue() : Said.TOO_LONG, output.get(), errors.get(), !cut.get());
        } catch (ExecutionException e) {
            return new Said(1, "", "its output cannot be read: " + e.getCause().getMessage(), false);
        } finally {
            end(process);
        }
    }

    /** Asks it to end, and makes it: helm notes that it was stopped if it has the time. */
    private static void end(Process process) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> children = process.descendants().toList();
        // The process itself would close its streams too, and its last words would be lost.
        process.toHandle().destroy();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Reads to the end, so that the program never waits, and keeps the beginning. */
    private static FutureTask<String> drain(InputStream in, AtomicBoolean cut) {
        FutureTask<String> task = new FutureTask<>(() -> {
            try (in) {
                byte[] kept = in.readNBytes(MOST);
                byte[] rest = new byte[8192];
                while (in.read(rest) > 0) {
                    cut.set(true);
                }
                return new String(kept, StandardCharsets.UTF_8);
            }
        });
        Thread.ofVirtual().start(task);
        return task;
    }
}
