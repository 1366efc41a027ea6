package dev.ichor.client.handoff;

import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.run.Install;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stand-in of the tools and of the cluster behind them: quick, without processes. It notes what Mayastor would have
 * overwritten, and each pool that was applied without a proof in the same run.
 */
final class FakeCluster implements Tools {
    private static final String FIO = "{\"jobs\":[{\"read\":{\"bw_bytes\":2000000000,\"iops\":90000.5,\"clat_ns\":"
            + "{\"percentile\":{\"99.000000\":250000}}}}]}";
    private static final String VOLUME = "5f5e1b2c-0000-4000-8000-000000000001";
    private final Install install;
    private final Map<String, Integer> created = new TreeMap<>();
    private final Set<String> objects = new LinkedHashSet<>();
    private final Map<String, String> contents = new HashMap<>();
    private final Set<String> proven = new LinkedHashSet<>();
    final List<String> commands = new ArrayList<>();
    final List<String> sins = new ArrayList<>();
    /** Calls for which this holds fail. */
    Predicate<String> fails = command -> false;
    /** How the pods of a part are. */
    final Map<String, String> podState = new HashMap<>();
    /** The thread is interrupted when this holds. */
    Predicate<String> stops = command -> false;

    FakeCluster(Install install) {
        this.install = install;
    }

    /** A new run begins: what was proven before counts no more. */
    void newRun() {
        proven.clear();
    }

    /** Puts something on a disk. */
    void put(String serial, String what) {
        contents.put(serial, what);
    }

    /** How often each object was created. */
    Map<String, Integer> created() {
        return created;
    }

    Set<String> objects() {
        return objects;
    }

    @Override
    public Said helm(List<String> arguments, Duration patience) throws InterruptedException {
        return said("helm " + String.join(" ", arguments), () -> {
            if (arguments.getFirst().equals("upgrade")) {
                create("release");
            }
            return "v4.1.4+g05fa379";
        });
    }

    @Override
    public Said kubectl(List<String> arguments, Duration patience) throws InterruptedException {
        return said("kubectl " + String.join(" ", arguments), () -> kubectl(arguments));
    }

    private interface Answer {
        String text() throws Refused;
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private Said said(String command, Answer answer) throws InterruptedException {
        commands.add(command);
        if (stops.test(command)) {
            throw new InterruptedException();
        }
        if (fails.test(command)) {
            return new Said(1, "", "Unable to connect to the server: injected", true);
        }
        try {
            return Said.ok(answer.text());
        } catch (Refused e) {
            return new Said(1, "", e.getMessage(), true);
        }
    }

    private void create(String name) {
        if (objects.add(name)) {
            created.merge(name, 1, Integer::sum);
        }
    }

    private String kubectl(List<String> arguments) throws Refused {
        String what = arguments.size() > 1 ? arguments.get(1) : "";
        return switch (arguments.getFirst()) {
            case "version" -> "{\"serverVersion\":{\"gitVersion\":\"v1.33.9\"}}";
            case "apply" -> apply(arguments.getLast());
            case "delete" -> delete(arguments);
            case "logs" -> log(what);
            case "get" -> get(what, arguments);
            default -> throw new Refused("error: unknown command");
        };
    }

    private String apply(String file) throws Refused {
        String name = file.replaceAll(".*/|\\.yaml", "");
        if (file.startsWith("manifests/pools/")) {
            Install.Placed placed = install.disks().stream().filter(one -> one.disk().pool().equals(name)).findFirst()
                    .orElseThrow();
            String serial = placed.disk().serial();
            String now = contents.getOrDefault(serial, "");
            if (!objects.contains("pool " + name)) {
                if (!proven.contains(serial)) {
                    sins.add(name + " was applied without a proof of " + serial);
                }
                if (!now.isEmpty() && !now.equals("pool " + name)) {
                    sins.add(name + " overwrote " + now);
                }
                contents.put(serial, "pool " + name);
            }
            create("pool " + name);
        } else {
            create(file.startsWith("checks/") ? switch (name) {
                case "claim" -> "claim";
                case "fio" -> "pod " + Names.FIO;
                default -> "pod ichor-" + name;
            } : "file " + name);
        }
        return file + " serverside-applied";
    }

    private String delete(List<String> arguments) {
        String kind = arguments.get(1).equals("pods") ? "pod " : "claim";
        for (String name : arguments.subList(2, arguments.size())) {
            if (!name.startsWith("--")) {
                if (!name.startsWith("ichor-")) {
                    sins.add("deleted " + name);
                }
                objects.remove(kind.equals("claim") ? "claim" : kind + name);
            }
        }
        return "";
    }

    private String log(String pod) throws Refused {
        if (!objects.contains("pod " + pod)) {
            throw new Refused("Error from server (NotFound): pods \"" + pod + "\" not found");
        }
        if (pod.equals(Names.FIO)) {
            return Stream.of("write-1m", "read-1m", "write-4k", "read-4k").map(job -> "ichor-fio volume "
                    + "mayastor-replicated " + job + "\n" + FIO.replace("\"read\"", "\"" + job.split("-")[0] + "\"")
                    + "\n").collect(Collectors.joining());
        }
        Install.Node node = install.nodes().stream().filter(one -> pod.endsWith("-" + one.name())).findFirst()
                .orElseThrow();
        return pod.startsWith("ichor-disks-") ? disks(node) : network(node);
    }

    private String disks(Install.Node node) {
        StringBuilder out = new StringBuilder();
        for (Install.Disk disk : node.disks()) {
            String now = contents.getOrDefault(disk.serial(), "");
            boolean good = now.isEmpty() || now.equals("pool " + disk.pool());
            if (good) {
                proven.add(disk.serial());
            }
            out.append("ichor-disk ").append(disk.serial()).append(good ? " ok is blank\n" : " bad holds data\n");
        }
        node.disks().forEach(disk -> out.append("ichor-fio disk ").append(disk.serial()).append(" read-1m\n")
                .append(FIO).append('\n'));
        return out.toString();
    }

    private String network(Install.Node node) {
        StringBuilder out = new StringBuilder();
        install.nodes().stream().filter(other -> !other.equals(node)).forEach(other -> out.append("ichor-jumbo ")
                .append(node.name()).append(' ').append(other.name()).append(" ok 9000 bytes\n"));
        return out.append("ichor-hugepages ").append(node.name()).append(" 4096/4096\n").toString();
    }

    private String get(String what, List<String> arguments) throws Refused {
        return switch (what) {
            case "nodes" -> list(install.nodes().stream().map(node -> "{\"metadata\":{\"name\":\"" + node.name()
                    + "\",\"labels\":{\"openebs.io/engine\":\"mayastor\"}},\"status\":{\"allocatable\":"
                    + "{\"hugepages-2Mi\":\"8Gi\"},\"nodeInfo\":{\"kubeletVersion\":\"v1.33.9\"},\"conditions\":"
                    + "[{\"type\":\"Ready\",\"status\":\"True\"}]}}"));
            case "customresourcedefinitions.apiextensions.k8s.io" -> objects.contains("release") ? arguments.contains(
                    "name") ? "customresourcedefinition/diskpools" : "{\"metadata\":{\"name\":\"diskpools\"},\"spec\":"
                    + "{\"versions\":[{\"name\":\"" + install.chart().poolApi() + "\",\"served\":true}]},\"status\":"
                    + "{\"conditions\":[{\"type\":\"Established\",\"status\":\"True\"}]}}" : "";
            case "diskpools.openebs.io" -> pools();
            case "pods" -> list(Stream.concat(checks(), engine()));
            case "events" -> list(Stream.of());
            case "persistentvolumeclaims" -> objects.contains("claim") ? "{\"spec\":{\"volumeName\":\"pvc-" + VOLUME
                    + "\"},\"status\":{\"phase\":\"Bound\"}}" : "";
            case "--raw" -> raw(arguments.get(2));
            default -> throw new Refused("error: the server doesn't have a resource type \"" + what + "\"");
        };
    }

    private static String list(Stream<String> items) {
        return "{\"items\":[" + items.collect(Collectors.joining(",")) + "]}";
    }

    private String pools() throws Refused {
        if (!objects.contains("release")) {
            throw new Refused("error: the server doesn't have a resource type \"diskpools\"");
        }
        return list(install.disks().stream().filter(placed -> objects.contains("pool " + placed.disk().pool()))
                .map(placed -> "{\"metadata\":{\"name\":\"" + placed.disk().pool() + "\"},\"spec\":{\"node\":\""
                        + placed.node() + "\",\"disks\":[\"aio://" + placed.disk().link() + "\"]},\"status\":"
                        + "{\"cr_state\":\"Created\",\"pool_status\":\"Online\"}}"));
    }

    private Stream<String> checks() {
        return objects.stream().filter(name -> name.startsWith("pod ")).map(name -> name.substring(4)).map(name ->
                "{\"metadata\":{\"name\":\"" + name + "\"},\"status\":{\"phase\":\"" + (isBad(name) ? "Failed"
                        : "Succeeded") + "\"}}");
    }

    private boolean isBad(String pod) {
        return install.nodes().stream().filter(node -> pod.equals("ichor-disks-" + node.name()))
                .flatMap(node -> node.disks().stream()).anyMatch(disk -> !List.of("", "pool " + disk.pool())
                        .contains(contents.getOrDefault(disk.serial(), "")));
    }

    private Stream<String> engine() {
        if (!objects.contains("release")) {
            return Stream.of();
        }
        return Stream.concat(Stream.of(pod("etcd-0", "")), install.nodes().stream()
                .map(node -> pod("io-engine-" + node.name(), node.name())));
    }

    private String pod(String name, String node) {
        String state = podState.getOrDefault(name, "");
        return "{\"metadata\":{\"name\":\"" + install.release() + "-" + name + "\"},\"spec\":{\"nodeName\":\"" + node
                + "\"},\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\""
                + (state.isEmpty() ? "True" : "False") + "\"}]" + (state.isEmpty() ? "" : ",\"containerStatuses\":["
                + state + "]") + "}}";
    }

    private String raw(String path) {
        if (path.equals("/apis")) {
            return "{\"groups\":[{\"name\":\"monitoring.coreos.com\"}]}";
        }
        String replicas = install.nodes().stream().limit(install.replicas()).map(node -> "\"r-" + node.name()
                + "\":{\"node\":\"" + node.name() + "\",\"state\":\"Online\"}").collect(Collectors.joining(","));
        return "{\"state\":{\"status\":\"Online\",\"replica_topology\":{" + replicas + "}}}";
    }
}
