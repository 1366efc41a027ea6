package dev.ichor.mayastor.run;

import dev.ichor.mayastor.run.Action.CheckPod;
import dev.ichor.mayastor.run.Action.Kubectl;
import dev.ichor.mayastor.run.Action.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The calls of kubectl that steps are made of: what changes something, and the arguments of what only looks. */
public final class Calls {
    /** Who the fields of applied objects belong to. */
    public static final String MANAGER = "ichor";
    /** The custom resource of pools. */
    public static final String POOLS = "diskpools.openebs.io";
    /** How long a call that waits for nothing may take. */
    static final Duration SHORT = Duration.ofMinutes(1);

    private Calls() {
    }

    /** Where the API server reaches Mayastor's REST API. */
    static String rest(Install install) {
        return "/api/v1/namespaces/" + install.namespace() + "/services/http:" + install.release()
                + "-api-rest:8081/proxy/";
    }

    /** Deletes objects if they are there, and waits until they are gone. */
    static Kubectl remove(String kind, List<String> names) {
        List<String> arguments = new ArrayList<>(List.of("delete", kind));
        arguments.addAll(names);
        arguments.addAll(List.of("--ignore-not-found", "--wait=true", "--timeout=5m"));
        return new Kubectl(arguments, Duration.ofMinutes(6));
    }

    /** Creates what a file says, or makes it so again. */
    static Kubectl apply(String file) {
        return new Kubectl(List.of("apply", "--server-side", "--field-manager=" + MANAGER, "-f", file), SHORT);
    }

    /** Removes a pod of an earlier run, which could not be changed. */
    public static Kubectl forget(CheckPod pod) {
        return remove("pods", List.of(pod.name()));
    }

    /** Starts a check pod. */
    public static Kubectl start(CheckPod pod) {
        return apply(pod.file());
    }

    /** Creates a pool. */
    public static Kubectl create(Pool pool) {
        return apply(pool.file());
    }

    /** Looks at pods until they have ended. */
    public static List<String> look() {
        return List.of("get", "pods", "-o", "json");
    }

    /** What a pod printed. */
    public static List<String> logs(CheckPod pod) {
        return List.of("logs", pod.name());
    }

    /** Whether Kubernetes knows pools; prints nothing if not. */
    public static List<String> poolKind() {
        return List.of("get", "customresourcedefinitions.apiextensions.k8s.io", POOLS, "--ignore-not-found", "-o",
                "name");
    }

    /** All pools. */
    public static List<String> poolList() {
        return List.of("get", POOLS, "-o", "json");
    }

    /** The claim. */
    public static List<String> claim(String name) {
        return List.of("get", "persistentvolumeclaims", name, "-o", "json");
    }

    /** Mayastor's own word on a volume, through the API server. */
    public static List<String> volume(Install install, String id) {
        return List.of("get", "--raw", rest(install) + "v0/volumes/" + id);
    }
}
