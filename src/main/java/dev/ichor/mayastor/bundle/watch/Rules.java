package dev.ichor.mayastor.bundle.watch;

import dev.ichor.mayastor.bundle.watch.Alert.Case;
import dev.ichor.mayastor.bundle.watch.Alert.Fired;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes alerts as rules and as promtool's unit tests of them. */
final class Rules {
    private Rules() {
    }

    static List<Alert> alerts(Ground ground) {
        List<Alert> all = new ArrayList<>(EngineAlerts.of(ground));
        all.addAll(PoolAlerts.of(ground));
        all.addAll(ControlAlerts.of(ground));
        return all;
    }

    /** One group, in which what is expected is recorded before the alerts look at it. */
    static Map<String, Object> groups(Ground ground, List<Alert> alerts) {
        List<Object> rules = new ArrayList<>();
        ground.plan().nodes().forEach(node -> rules.add(recorded(Ground.NODE, Map.of("node", node.name()))));
        ground.plan().pools().forEach(pool -> rules.add(recorded(Ground.POOL, PoolAlerts.labels(pool))));
        alerts.forEach(alert -> rules.add(rule(alert)));
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", "ichor-mayastor");
        group.put("interval", "1m");
        group.put("rules", rules);
        return Map.of("groups", List.of(group));
    }

    private static Map<String, Object> recorded(String name, Map<String, String> labels) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("record", name);
        rule.put("expr", "vector(1)");
        rule.put("labels", sorted(labels));
        return rule;
    }

    private static Map<String, Object> rule(Alert alert) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("alert", alert.name());
        rule.put("expr", alert.expr());
        rule.put("for", alert.hold());
        rule.put("labels", Map.of("severity", severity(alert)));
        rule.put("annotations", annotations(alert, new Fired(Map.of(), ""), false));
        return rule;
    }

    private static String severity(Alert alert) {
        return alert.severity().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> annotations(Alert alert, Fired fired, boolean filled) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("summary", filled ? fill(alert.summary(), fired) : alert.summary());
        all.put("description", filled ? fill(alert.description(), fired) : alert.description());
        all.put("runbook", alert.runbook());
        return all;
    }

    private static String fill(String text, Fired fired) {
        String filled = text.replaceAll("\\{\\{ \\$value[^}]*}}", fired.value());
        for (Map.Entry<String, String> label : fired.labels().entrySet()) {
            filled = filled.replace("{{ $labels." + label.getKey() + " }}", label.getValue());
        }
        return filled;
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return new TreeMap<>(map);
    }

    /** The unit tests of the alerts, for {@code promtool test rules}; every second minute is enough to see each. */
    static Map<String, Object> tests(Ground ground, List<Alert> alerts) {
        Map<String, String> healthy = ground.healthy();
        List<Object> tests = new ArrayList<>();
        tests.add(health(alerts, healthy));
        alerts.forEach(alert -> alert.cases().stream().filter(one -> !one.series().isEmpty())
                .forEach(one -> tests.add(test(alert, one, healthy))));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("rule_files", List.of("rules.prometheus.yaml"));
        file.put("evaluation_interval", "2m");
        file.put("tests", tests);
        return file;
    }

    private static Map<String, Object> test(Alert alert, Case one, Map<String, String> healthy) {
        Map<String, String> series = new LinkedHashMap<>();
        healthy.forEach((name, value) -> {
            if (alert.expr().contains(name.substring(0, name.indexOf('{')) + "{")) {
                series.put(name, value);
            }
        });
        series.putAll(one.series());
        return test(alert.name() + (one.fired().isEmpty() ? " is silent: " : " fires: ") + one.what(), series,
                one.minute(), List.of(look(alert, one)));
    }

    /** All alerts in one: each test costs a database of its own. */
    private static Map<String, Object> health(List<Alert> alerts, Map<String, String> healthy) {
        List<Object> looks = new ArrayList<>();
        int last = 0;
        for (Alert alert : alerts) {
            Case well = alert.cases().stream().filter(one -> one.series().isEmpty()).findFirst().orElseThrow();
            looks.add(look(alert, well));
            last = Math.max(last, well.minute());
        }
        return test("a healthy cluster is silent", healthy, last, looks);
    }

    private static Map<String, Object> look(Alert alert, Case one) {
        Map<String, Object> look = new LinkedHashMap<>();
        look.put("eval_time", one.minute() + "m");
        look.put("alertname", alert.name());
        look.put("exp_alerts", one.fired().stream().map(fired -> expected(alert, fired)).toList());
        return look;
    }

    private static Map<String, Object> test(String name, Map<String, String> series, int minutes, List<Object> looks) {
        List<Object> input = new ArrayList<>();
        series.forEach((one, values) -> {
            if (!values.isEmpty()) {
                input.add(pair("series", one, "values", values(values, minutes)));
            }
        });
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("name", name);
        test.put("interval", "1m");
        test.put("input_series", input);
        test.put("alert_rule_test", looks);
        return test;
    }

    private static Map<String, Object> expected(Alert alert, Fired fired) {
        Map<String, String> labels = new LinkedHashMap<>(sorted(fired.labels()));
        labels.put("severity", severity(alert));
        return pair("exp_labels", labels, "exp_annotations", annotations(alert, fired, true));
    }

    private static Map<String, Object> pair(String first, Object one, String second, Object other) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(first, one);
        pair.put(second, other);
        return pair;
    }

    /** {@code 3} lasts to the end, {@code 0+5x} grows to the end, {@code 3x4} is five times 3. */
    private static String values(String text, int minutes) {
        if (text.endsWith("x")) {
            return text + minutes;
        }
        if (!text.contains("x")) {
            return text + "+0x" + minutes;
        }
        return text.replaceAll("(?<![+\\d])(\\d+)x", "$1+0x");
    }
}
