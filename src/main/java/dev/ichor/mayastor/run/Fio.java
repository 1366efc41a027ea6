package dev.ichor.mayastor.run;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads fio's JSON. */
final class Fio {
    private Fio() {
    }

    /**
     * Throughput in MB/s (10^6 bytes) of jobs with large blocks, operations per second of those with small ones, and
     * the 99th percentile of the latency in microseconds.
     *
     * @param subject begins each name
     * @param job     e.g. {@code read-1m}, {@code write-4k}
     */
    static Map<String, Double> figures(String subject, String job, String json) {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (!job.matches("(read|write)-[0-9]{1,4}[km]")) {
            return figures;
        }
        String direction = job.substring(0, job.indexOf('-'));
        String size = job.substring(job.indexOf('-') + 1);
        Wishes.tree(json).map(tree -> tree.at("/jobs/0/" + direction)).filter(JsonNode::isObject).ifPresent(done -> {
            if (size.endsWith("m")) {
                put(figures, subject + " " + direction + " MB/s", done.path("bw_bytes").doubleValue(0) / 1e6);
            } else {
                put(figures, subject + " " + direction + " " + size + " IOPS", done.path("iops").doubleValue(0));
                put(figures, subject + " " + direction + " " + size + " p99 us", done.path("clat_ns")
                        .path("percentile").path("99.000000").doubleValue(0) / 1e3);
            }
        });
        return figures;
    }

    private static void put(Map<String, Double> figures, String name, double value) {
        if (value > 0 && Double.isFinite(value)) {
            figures.put(name, Math.round(value * 10) / 10.0);
        }
    }
}
