package dev.ichor.mayastor.run;

import dev.ichor.mayastor.run.Action.CheckPod;
import dev.ichor.mayastor.run.Action.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The steps as lines for a person's shell, in the bundle's folder. */
public final class Commands {
    private Commands() {
    }

    /** With a comment before each step, and after what must be looked at by eye. */
    public static List<String> of(Install install, List<Step> steps) {
        List<String> lines = new ArrayList<>();
        lines.add("# Or run ./install.sh, which does all of this and looks at what comes out.");
        int number = 0;
        for (Step step : steps) {
            number++;
            lines.add("");
            lines.add("# " + number + " " + step.name() + ": " + step.title());
            step.actions().forEach(action -> lines.addAll(of(install, action)));
        }
        return lines;
    }

    private static List<String> of(Install install, Action action) {
        return switch (action) {
            case Action.Helm helm -> List.of(helm(install, helm.arguments()));
            case Action.Kubectl kubectl -> List.of(kubectl(install, kubectl.arguments()));
            case Action.Await await -> List.of(kubectl(install, await.arguments()) + "  # until "
                    + until(await.wish()));
            case Action.OnlyIf only -> List.of(kubectl(install, only.arguments()) + "  # go on only if it lists "
                    + until(only.wish()));
            case Action.Versions _ -> List.of("helm version --short", "kubectl version");
            case Action.LookForPools _ -> List.of(kubectl(install, Calls.poolList()) + "  # which pools there are; an "
                    + "error before the chart is installed");
            case Action.RunPods run -> pods(install, run);
            case Action.CreatePools create -> Stream.concat(Stream.of("# STOP unless every disk below was said to be "
                    + "ok in step disks: Mayastor overwrites what is on them."), create.pools().stream()
                    .map(pool -> kubectl(install, Calls.create(pool).arguments()))).toList();
            case Action.AwaitVolume await -> List.of(kubectl(install, Calls.claim(await.claim())) + "  # "
                    + "spec.volumeName is pvc- and the id", kubectl(install, Calls.volume(install, "ID"))
                    + "  # until " + until(await.wish()));
        };
    }

    private static List<String> pods(Install install, Action.RunPods run) {
        List<String> lines = new ArrayList<>();
        for (CheckPod pod : run.pods()) {
            lines.add(kubectl(install, Calls.forget(pod).arguments()));
            lines.add(kubectl(install, Calls.start(pod).arguments()));
        }
        lines.add(kubectl(install, List.of("get", "pods")) + "  # until they have ended");
        run.pods().forEach(pod -> lines.add(kubectl(install, Calls.logs(pod)) + (run.reading() == Reading.VOLUME ? ""
                : "  # every line must say ok")));
        return lines;
    }

    private static String until(Wish wish) {
        return switch (wish) {
            case Wish.NodesFit fit -> String.join(", ", fit.nodes()) + " are Ready, labelled "
                    + "openebs.io/engine=mayastor, and have " + fit.hugepages() + " hugepages";
            case Wish.Established established -> "it is Established and serves " + established.version();
            case Wish.EngineReady ready -> "the io-engine is ready on " + String.join(", ", ready.nodes())
                    + ", and etcd is";
            case Wish.PoolsOnline _ -> "all are Created and Online";
            case Wish.ClaimBound _ -> "it is Bound";
            case Wish.PodsEnded ended -> String.join(", ", ended.pods()) + " have ended";
            case Wish.PodsSucceeded succeeded -> String.join(", ", succeeded.pods()) + " have succeeded";
            case Wish.ReplicasOnline online -> online.replicas() + " replicas are Online on different domains";
            case Wish.GroupServed served -> served.group();
        };
    }

    /** A line for helm. */
    public static String helm(Install install, List<String> arguments) {
        return line("helm", install, arguments);
    }

    /** A line for kubectl. */
    public static String kubectl(Install install, List<String> arguments) {
        return line("kubectl", install, arguments);
    }

    private static String line(String program, Install install, List<String> arguments) {
        return program + " --namespace " + install.namespace() + " " + String.join(" ", arguments.stream()
                .map(Commands::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
