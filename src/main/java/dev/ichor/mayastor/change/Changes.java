package dev.ichor.mayastor.change;

import dev.ichor.mayastor.change.Change.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares bundles. */
public final class Changes {
    private static final String INDEX = "bundle.json";
    private static final String POOLS = "manifests/pools/";
    private static final String DISKS = "checks/disks-";
    private static final String YAML = ".yaml";

    private final Map<String, String> before;
    private final Map<String, String> now;

    private Changes(Map<String, String> before, Map<String, String> now) {
        this.before = before;
        this.now = now;
    }

    /**
     * What differs, by path; both are texts by path. The index of hashes differs with every other file, so it is told
     * only if nothing else does. A pool whose node was installed anew is the same pool, whatever its file tells people.
     */
    public static List<Change> between(Map<String, String> before, Map<String, String> now) {
        Changes changes = new Changes(before, now);
        List<Change> all = new ArrayList<>();
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(now.keySet());
        for (String path : paths) {
            if (changes.differs(path)) {
                all.add(changes.change(path));
            }
        }
        if (all.size() > 1) {
            all.removeIf(change -> change.path().equals(INDEX));
        }
        return List.copyOf(all);
    }

    private boolean differs(String path) {
        String old = before.get(path);
        String fresh = now.get(path);
        boolean isPool = path.startsWith(POOLS) && path.endsWith(YAML);
        return old == null || fresh == null || !old.equals(fresh) && !(isPool && PoolMeaning.isSame(old, fresh));
    }

    private Change change(String path) {
        Kind kind = !before.containsKey(path) ? Kind.ADDED : !now.containsKey(path) ? Kind.REMOVED : Kind.CHANGED;
        String old = before.getOrDefault(path, "");
        String fresh = now.getOrDefault(path, "");
        Meaning meaning = meaning(kind, path, old, fresh);
        return new Change(kind, path, meaning.text(), meaning.mend(), LineDiff.of(old, fresh));
    }

    private Meaning meaning(Kind kind, String path, String old, String fresh) {
        if (path.startsWith(POOLS) && path.endsWith(YAML)) {
            return PoolMeaning.of(kind, path, old, fresh);
        }
        if (path.startsWith(DISKS) && path.endsWith(YAML)) {
            return node(kind, path.substring(DISKS.length(), path.length() - YAML.length()));
        }
        if (path.startsWith("manifests/") && path.endsWith("classes.yaml")) {
            return ClassMeaning.of(path, old, fresh);
        }
        if (path.endsWith("node-labels.txt")) {
            return new Meaning("other labels of Mayastor's own nodes, which new volumes spread over", "");
        }
        return switch (path.replaceFirst("/.*$", "/")) {
            case "chart/" -> chart(kind, path, old, fresh);
            case "monitoring/" -> new Meaning("alerts and dashboard alone; the volumes do not notice", "");
            case "checks/" -> new Meaning("checks of the install alone; nothing that runs changes", "");
            case "backup/" -> new Meaning("the schedule of backups alone", "");
            case "runbooks/" -> new Meaning("what people are told to do alone", "");
            case "hands-free/" -> new Meaning("the Job that installs without a person", "A Job that ran is not run"
                    + " again: kubectl delete job first, if it shall");
            case "install.sh", "verify.sh", "README.md", INDEX -> new Meaning("how the bundle is used alone", "");
            default -> Meaning.PLAIN;
        };
    }

    private static Meaning node(Kind kind, String node) {
        return switch (kind) {
            case ADDED -> new Meaning("node " + node + " stores from now on", "See that it is installed and that its"
                    + " gates are green before its pools are applied");
            case REMOVED -> new Meaning("node " + node + " stores no longer", "Retire its pools one by one first; only"
                    + " then kubectl label node " + node + " openebs.io/engine- and see the runbook of a lost node");
            case CHANGED -> new Meaning("only what is checked on node " + node + " before its pools are made", "");
        };
    }

    private Meaning chart(Kind kind, String path, String old, String fresh) {
        if (path.endsWith("/values.yaml") && kind == Kind.CHANGED) {
            return ValuesMeaning.of(old, fresh, namespace());
        }
        if (path.endsWith("/images.txt")) {
            return new Meaning("other images are pulled", "Where the cluster pulls from a registry of its own, copy"
                    + " them there first");
        }
        if (path.endsWith("/chart.txt") && kind == Kind.CHANGED) {
            return new Meaning("another chart, or another version of it", "An upgrade: wait until all volumes are"
                    + " Online and nothing rebuilds, take a copy of etcd, then run install.sh. A chart cannot be"
                    + " exchanged for the other one in place, nor can an upgrade be taken back. "
                    + Commands.restart(namespace()));
        }
        return Meaning.PLAIN;
    }

    /** As the pools or the namespace's own file tell. */
    private String namespace() {
        return Stream.of(now, before).flatMap(files -> files.entrySet().stream())
                .filter(file -> file.getKey().startsWith("manifests/") && file.getKey().endsWith(YAML))
                .sorted(Map.Entry.comparingByKey()).flatMap(file -> Manifests.read(file.getValue()).stream())
                .map(one -> Manifests.text(one, "kind").equals("Namespace") ? Manifests.text(one, "metadata", "name")
                        : Manifests.text(one, "metadata", "namespace"))
                .filter(name -> !name.isEmpty()).findFirst().orElse("openebs");
    }
}
