package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Network namespaces of one test, the processes in them, and their end. Names begin with {@code idh-}. */
final class Lab implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger((int) (ProcessHandle.current().pid() % 1000) * 10);
    private static final int CLONE_NEWNET = 0x40000000;

    private final int number = NUMBERS.incrementAndGet();
    private final List<String> spaces = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();

    /** A process with its output, line by line. */
    static final class Running {
        private final Process process;
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        private Running(Process process) {
            this.process = process;
            Thread.ofVirtual().start(() -> {
                try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(),
                        StandardCharsets.UTF_8))) {
                    in.lines().forEach(lines::add);
                } catch (IOException | UncheckedIOException e) {
                    lines.add("(output ended: " + e.getMessage() + ")");
                }
            });
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        boolean said(String part) {
            return lines.stream().anyMatch(line -> line.contains(part));
        }

        void await(String part) {
            until(Duration.ofSeconds(30), () -> said(part) || !process.isAlive() && settled(),
                    () -> "'" + part + "' in " + lines());
            if (!said(part)) {
                fail("the process ended without saying '" + part + "': " + lines());
            }
        }

        private boolean settled() {
            pause();
            return true;
        }

        void tell(String text) throws IOException {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        /** kill -9. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }

        /** Ends it as its input's end asks. */
        void stop() throws IOException, InterruptedException {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        }

        int ended() throws InterruptedException {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
                fail("the process did not end: " + lines());
            }
            pause();
            return process.exitValue();
        }
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void until(Duration limit, BooleanSupplier condition, java.util.function.Supplier<String> what) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + limit + ": " + what.get());
            }
            pause();
        }
    }

    static void needs(String tool, String debianPackage) {
        boolean there = List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder + tool)));
        if (!there) {
            fail("this test needs " + tool + ": apt-get install " + debianPackage);
        }
    }

    Lab() {
        needs("ip", "iproute2");
        assertEquals("root", System.getProperty("user.name"), "network namespaces need root: run the tests as root");
    }

    /** A new namespace with loopback up; returns its full name. */
    String space(String name) {
        String full = "idh-" + number + name;
        sh("ip", "netns", "add", full);
        spaces.add(full);
        sh("ip", "-n", full, "link", "set", "lo", "up");
        return full;
    }

    /** A cable between two namespaces, with an address on each end that is not empty. */
    void cable(String space1, String nic1, String address1, String space2, String nic2, String address2) {
        sh("ip", "link", "add", nic1, "netns", space1, "type", "veth", "peer", "name", nic2, "netns", space2);
        end(space1, nic1, address1);
        end(space2, nic2, address2);
    }

    private static void end(String space, String nic, String address) {
        if (!address.isEmpty()) {
            sh("ip", "-n", space, "addr", "add", address, "dev", nic);
        }
        sh("ip", "-n", space, "link", "set", nic, "up");
    }

    static String sh(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                fail(String.join(" ", command) + ": " + out);
            }
            return out;
        } catch (IOException | InterruptedException e) {
            return fail(String.join(" ", command), e);
        }
    }

    Running start(String space, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", space));
        all.addAll(List.of(command));
        try {
            Running process = new Running(new ProcessBuilder(all).redirectErrorStream(true).start());
            running.add(process);
            return process;
        } catch (IOException e) {
            return fail(e);
        }
    }

    /** The appliance's DHCP server as a process; waits until it serves. */
    Running appliance(String space, String... arguments) {
        Running process = launch(space, List.of(), arguments);
        process.await("READY");
        return process;
    }

    Running launch(String space, List<String> wrapper, String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-Djava.net.preferIPv4Stack=true",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TestAppliance.class.getName()));
        command.addAll(List.of(arguments));
        return start(space, command.toArray(String[]::new));
    }

    /** Runs work on a thread that stands in the namespace; sockets made there stay there. */
    @SuppressWarnings("restricted")
    static <T> T inside(String space, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                Linker linker = Linker.nativeLinker();
                int fd = (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("open"), FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), Linker.Option.firstVariadicArg(2))
                        .invokeWithArguments(arena.allocateFrom("/run/netns/" + space), 0);
                int set = (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("setns"), FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                        .invokeWithArguments(fd, CLONE_NEWNET);
                linker.downcallHandle(linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)).invokeWithArguments(fd);
                assertEquals(0, set, "setns into " + space);
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            return fail(e);
        } catch (ExecutionException e) {
            return fail(e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            for (Running process : running) {
                process.process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.kill();
            }
            for (String space : spaces) {
                new ProcessBuilder("ip", "netns", "del", space).start().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (IOException | InterruptedException e) {
            fail(e);
        }
    }
}
