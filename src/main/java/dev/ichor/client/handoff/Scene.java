package dev.ichor.client.handoff;

import dev.ichor.mayastor.run.Calls;
import dev.ichor.mayastor.run.Diagnosis;
import dev.ichor.mayastor.run.Evidence;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the evidence when a step has failed. Nothing that fails here matters. */
final class Scene {
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final int PODS = 6;

    private Scene() {
    }

    static Evidence of(Tools tools, String step, String words) throws InterruptedException {
        String pods = ask(tools, List.of("get", "pods", "-o", "json"));
        if (pods.isEmpty()) {
            return Evidence.of(step, words);
        }
        Map<String, String> logs = new LinkedHashMap<>();
        for (Map.Entry<String, Boolean> pod : Diagnosis.unwell(pods).entrySet().stream().limit(PODS).toList()) {
            String log = logs(tools, pod.getKey(), false);
            logs.put(pod.getKey(), pod.getValue() ? logs(tools, pod.getKey(), true) + log : log);
        }
        return new Evidence(step, words, pods, ask(tools, List.of("get", "events", "-o", "json")),
                ask(tools, List.of("get", "nodes", "-o", "json")),
                ask(tools, List.of("get", Calls.POOLS, "-o", "json")), logs);
    }

    private static String logs(Tools tools, String pod, boolean previous) throws InterruptedException {
        return ask(tools, previous ? List.of("logs", pod, "--all-containers", "--tail=40", "--ignore-errors",
                "--previous") : List.of("logs", pod, "--all-containers", "--tail=40", "--ignore-errors"));
    }

    private static String ask(Tools tools, List<String> arguments) throws InterruptedException {
        Tools.Said said = tools.kubectl(arguments, LOOK);
        return said.isOk() ? said.output() : "";
    }
}
