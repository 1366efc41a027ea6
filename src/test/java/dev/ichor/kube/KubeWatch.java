package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What one watcher is told. Callers hold the lock of the objects, but for resting. */
final class KubeWatch {
    private static final long REST = 5_000_000L;
    private final KubeObjects objects;
    private final KubeApi api;
    private final KubeAsk ask;
    private final KubeTarget target;
    private final Set<String> told = new HashSet<>();
    private final long end;
    private int version;
    private boolean begun;

    KubeWatch(KubeObjects objects, KubeApi api, KubeAsk ask, KubeTarget target) {
        this.objects = objects;
        this.api = api;
        this.ask = ask;
        this.target = target;
        String seconds = ask.query("timeoutSeconds");
        end = System.nanoTime() + (seconds.isEmpty() ? 300 : Long.parseLong(seconds)) * 1_000_000_000L;
    }

    boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    void rest() {
        LockSupport.parkNanos(REST);
    }

    /** Events since the last time. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String from = ask.query("resourceVersion");
        if (!begun) {
            begun = true;
            if (from.isEmpty() || from.equals("0") || ask.query("sendInitialEvents").equals("true")) {
                api.selected(ask, target).forEach(object -> lines.add(line("ADDED", object)));
                version = objects.version();
                bookmark(lines);
            } else {
                version = Integer.parseInt(from);
                // What a list told before: whatever is there is known.
                api.selected(ask, target).forEach(object -> told.add(Tree.text(object, "metadata", "uid")));
            }
        }
        for (Event event : objects.eventsAfter(version)) {
            version = event.version();
            boolean here = event.key().type().equals(target.type().key()) && (target.namespace().isEmpty()
                    || event.key().namespace().equals(target.namespace()));
            if (here) {
                event(event, lines);
            }
        }
        return lines;
    }

    private void event(Event event, List<String> lines) {
        boolean selected = ask.selector().selects(event.object()) && (target.name().isEmpty()
                || target.name().equals(event.key().name()));
        boolean known = told.contains(Tree.text(event.object(), "metadata", "uid"));
        if (selected && !event.kind().equals("DELETED")) {
            lines.add(line(known ? "MODIFIED" : "ADDED", event.object()));
        } else if (known) {
            lines.add(line("DELETED", event.object()));
            told.remove(Tree.text(event.object(), "metadata", "uid"));
        }
    }

    private void bookmark(List<String> lines) {
        if (ask.query("sendInitialEvents").equals("true")) {
            lines.add(Tree.json(Tree.of("type", "BOOKMARK", "object", Tree.of("apiVersion", target.type().apiVersion(),
                    "kind", target.type().kind(), "metadata", Tree.of("resourceVersion", String.valueOf(version),
                            "annotations", Map.of("k8s.io/initial-events-end", "true"))))));
        }
    }

    private String line(String kind, Map<String, Object> object) {
        told.add(Tree.text(object, "metadata", "uid"));
        return Tree.json(Tree.of("type", kind, "object", KubeApi.shown(target, object)));
    }
}
