package dev.ichor.mayastor.run;

import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.bundle.NodeLabels;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Action.Await;
import dev.ichor.mayastor.run.Action.AwaitVolume;
import dev.ichor.mayastor.run.Action.CheckPod;
import dev.ichor.mayastor.run.Action.CreatePools;
import dev.ichor.mayastor.run.Action.Helm;
import dev.ichor.mayastor.run.Action.Kubectl;
import dev.ichor.mayastor.run.Action.LookForPools;
import dev.ichor.mayastor.run.Action.OnlyIf;
import dev.ichor.mayastor.run.Action.Pool;
import dev.ichor.mayastor.run.Action.Reading;
import dev.ichor.mayastor.run.Action.RunPods;
import dev.ichor.mayastor.run.Action.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that install a plan. Nothing is deleted but the check pods and the check claim; no step writes to a disk
 * but the one that creates pools, and that one does nothing unless each disk was proven in the same run.
 */
public final class Steps {
    private static final Duration LONG = Duration.ofMinutes(15);
    private static final String MONITORING = "monitoring.coreos.com";

    private Steps() {
    }

    /** In order; the bundle's {@code install.sh} does the same. */
    public static List<Step> of(HandoffPlan plan) {
        return of(Install.of(plan));
    }

    /** In order. */
    public static List<Step> of(Install install) {
        return of(install, Source.of(install));
    }

    /** The first ones, which measure and install nothing but the namespace. */
    public static List<Step> proving(Install install) {
        return List.of(preflight(install), namespace(), network(install), disks(install), forgetPods(install));
    }

    /**
     * Where the chart comes from.
     *
     * @param chart     its name in the repository, a file, or an {@code oci://} reference
     * @param repository empty if the chart is no name in one
     * @param values    further files that are laid over the bundle's values
     */
    public record Source(String chart, String repository, List<String> values) {
        public Source {
            values = List.copyOf(values);
        }

        /** As the plan says. */
        public static Source of(Install install) {
            return new Source(install.chart().name(), install.chart().repository(), List.of());
        }

        /** From somewhere else: {@code https://…} is a repository, all else the chart itself. */
        public static Source of(Install install, String from) {
            return from.matches("https?://.*") && !from.endsWith(".tgz")
                    ? new Source(install.chart().name(), from, List.of()) : new Source(from, "", List.of());
        }

        /** With one more file. */
        public Source with(String file) {
            List<String> all = new ArrayList<>(values);
            all.add(file);
            return new Source(chart, repository, all);
        }
    }

    /** In order. */
    public static List<Step> of(Install install, Source source) {
        return List.of(preflight(install), namespace(), network(install), disks(install),
                chart(install, source), crd(install), engine(install), pools(install),
                classes(install), alerts(), volume(install), fio(), replicas(install), cleanUp(install));
    }

    private static List<String> names(Install install) {
        return install.nodes().stream().map(Install.Node::name).toList();
    }

    private static Step preflight(Install install) {
        return new Step("preflight", "look whether the cluster is ready for it", List.of(new Versions(),
                new Await(List.of("get", "nodes", "-o", "json"), new Wish.NodesFit(names(install),
                        install.hugepages()), Duration.ofMinutes(5))));
    }

    private static Step namespace() {
        return new Step("namespace", "create the namespace", List.of(Calls.apply("manifests/00-namespace.yaml")));
    }

    private static Step network(Install install) {
        return new Step("network", "measure the storage network and the hugepages", List.of(new RunPods(
                pods(install, "network"), Reading.NETWORK, LONG)));
    }

    private static Step disks(Install install) {
        return new Step("disks", "prove that each pool disk is the planned one and carries nothing", List.of(
                new LookForPools(), new RunPods(pods(install, "disks"), Reading.DISKS, LONG)));
    }

    private static List<CheckPod> pods(Install install, String what) {
        return names(install).stream().map(node -> new CheckPod("ichor-" + what + "-" + node, node,
                "checks/" + what + "-" + node + ".yaml")).toList();
    }

    private static Step chart(Install install, Source source) {
        return new Step("chart", "install " + install.chart().name() + " " + install.chart().version(), List.of(
                new Helm(chartArguments(install, source), LONG)));
    }

    /** Nothing is waited for here: the steps that follow do, and can tell why it takes long. */
    private static List<String> chartArguments(Install install, Source source) {
        List<String> arguments = new ArrayList<>(List.of("upgrade", "--install", install.release(), source.chart()));
        if (!source.repository().isEmpty()) {
            arguments.addAll(List.of("--repo", source.repository()));
        }
        arguments.addAll(List.of("--version", install.chart().version(), "--values", "chart/values.yaml"));
        source.values().forEach(file -> arguments.addAll(List.of("--values", file)));
        arguments.addAll(List.of("--timeout", "10m"));
        return arguments;
    }

    private static Step crd(Install install) {
        return new Step("crd", "wait until Kubernetes knows DiskPools", List.of(new Await(List.of("get",
                "customresourcedefinitions.apiextensions.k8s.io", Calls.POOLS, "--ignore-not-found", "-o", "json"),
                new Wish.Established(install.chart().poolApi()), LONG)));
    }

    private static Step engine(Install install) {
        return new Step("engine", "wait for the io-engine on each storage node, and for etcd", List.of(new Await(
                List.of("get", "pods", "-o", "json"), new Wish.EngineReady(install.release(), names(install)), LONG)));
    }

    private static Step pools(Install install) {
        List<Pool> pools = install.disks().stream().map(placed -> new Pool(placed.disk().pool(), "manifests/pools/"
                + placed.disk().pool() + ".yaml")).toList();
        return new Step("pools", "create " + pools.size() + " pools on the proven disks", List.of(new LookForPools(),
                new CreatePools(pools), new Await(List.of("get", Calls.POOLS, "-o", "json"), new Wish.PoolsOnline(
                        pools.stream().map(Pool::name).toList()), LONG)));
    }

    /** What replicas spread over must be known to Mayastor before a volume asks for it. */
    private static Step classes(Install install) {
        List<Action> actions = new ArrayList<>(NodeLabels.paths(install.domains()).stream().map(path -> new Kubectl(
                List.of("replace", "--raw", Calls.rest(install) + path, "-f", "manifests/20-node-labels.txt"),
                Calls.SHORT)).toList());
        actions.add(Calls.apply("manifests/30-classes.yaml"));
        return new Step("classes", "create the storage classes", actions);
    }

    private static Step alerts() {
        return new Step("alerts", "create metrics and alerts", List.of(new OnlyIf(List.of("get", "--raw", "/apis"),
                new Wish.GroupServed(MONITORING), "the cluster has no Prometheus operator (" + MONITORING + "), so "
                + "nothing watches Mayastor; monitoring/rules.prometheus.yaml has the same rules for a plain "
                + "Prometheus"), Calls.apply("monitoring/service-monitor.yaml"),
                Calls.apply("monitoring/rules.yaml")));
    }

    private static Step volume(Install install) {
        return new Step("volume", "try a volume", List.of(Calls.apply("checks/claim.yaml"), new Await(List.of("get",
                "persistentvolumeclaims", Names.CLAIM, "--ignore-not-found", "-o", "json"), new Wish.ClaimBound(),
                Duration.ofMinutes(5))));
    }

    private static Step fio() {
        return new Step("fio", "measure the volume and compare it with the disks", List.of(new RunPods(List.of(
                new CheckPod(Names.FIO, "", "checks/fio.yaml")), Reading.VOLUME, LONG)));
    }

    private static Step replicas(Install install) {
        return new Step("replicas", "look where the replicas of the volume are", List.of(new AwaitVolume(Names.CLAIM,
                new Wish.ReplicasOnline(install.replicas(), install.domains(), install.storage()),
                Duration.ofMinutes(5))));
    }

    private static Step cleanUp(Install install) {
        List<String> pods = new ArrayList<>(List.of(Names.FIO));
        pods(install, "network").forEach(pod -> pods.add(pod.name()));
        pods(install, "disks").forEach(pod -> pods.add(pod.name()));
        return new Step("clean-up", "remove the check pods and the check claim", List.of(
                Calls.remove("pods", pods), Calls.remove("persistentvolumeclaims", List.of(Names.CLAIM))));
    }

    private static Step forgetPods(Install install) {
        List<String> pods = new ArrayList<>();
        pods(install, "network").forEach(pod -> pods.add(pod.name()));
        pods(install, "disks").forEach(pod -> pods.add(pod.name()));
        return new Step("clean-up", "remove the check pods", List.of(Calls.remove("pods", pods)));
    }
}
