package dev.ichor.server.admin.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The figures that every process has, by the names that Prometheus's own libraries use. */
final class Process {
    private static final double MILLI = 1e-3;

    private Process() {
    }

    static void register(PrometheusRegistry registry) {
        ProcessHandle.Info info = ProcessHandle.current().info();
        CounterWithCallback.builder().name("process_cpu_seconds_total").help("CPU time that was used, in seconds.")
                .callback(c -> c.call(seconds(ProcessHandle.current().info().totalCpuDuration()
                        .orElse(Duration.ZERO)))).register(registry);
        double start = info.startInstant().map(at -> at.toEpochMilli() * MILLI).orElse(0.0);
        gauge(registry, "process_start_time_seconds", "When the process began, in seconds since 1970.", () -> start);
        gauge(registry, "process_resident_memory_bytes", "Resident memory in bytes.", Process::resident);
        gauge(registry, "process_open_fds", "Open file descriptors.", Process::descriptors);
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        GaugeWithCallback.builder().name("jvm_memory_used_bytes").help("Memory of the virtual machine that is used.")
                .labelNames("area").callback(c -> {
                    c.call(memory.getHeapMemoryUsage().getUsed(), "heap");
                    c.call(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                }).register(registry);
        gauge(registry, "jvm_memory_max_bytes", "Most heap that the virtual machine takes.",
                () -> memory.getHeapMemoryUsage().getMax());
        gauge(registry, "jvm_threads_current", "Threads of the virtual machine.",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        CounterWithCallback.builder().name("jvm_gc_collection_seconds_total")
                .help("Time that garbage collection took, in seconds.").labelNames("gc")
                .callback(c -> ManagementFactory.getGarbageCollectorMXBeans().forEach(gc ->
                        c.call(Math.max(0, gc.getCollectionTime()) * MILLI, gc.getName()))).register(registry);
    }

    private interface Figure {
        double now();
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, Figure figure) {
        GaugeWithCallback.builder().name(name).help(help).callback(c -> c.call(figure.now())).register(registry);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** {@code VmRSS} of proc(5), in kB there. */
    private static double resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToDouble(kb -> Double.parseDouble(kb) * 1024).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static double descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            return 0;
        }
    }
}
