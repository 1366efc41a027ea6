package dev.ichor.mayastor.gate;

import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.mayastor.gate.Scene.Storing;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the nodes stand and their hardware will do. */
final class NodeGates {
    /** A node that runs says something at least that often. */
    private static final Duration SILENCE = Duration.ofHours(24);
    /** What a node says and the end of its installation are written down by different hands. */
    private static final Duration BESIDE = Duration.ofMinutes(1);
    private static final int LEAST_CORES = 2;
    private static final long PAGE = 2L << 20;
    /** The io-engine's own heap beside its huge pages (chart: io_engine.resources.requests.memory). */
    private static final long HEAP = 1L << 30;
    private static final long MIB = 1L << 20;

    private NodeGates() {
    }

    /** All nodes of the cluster; one that does not store and is not there yet leaves it unknown. */
    static Gate installed(Scene scene) {
        Tally tally = new Tally();
        for (SiteNode node : scene.site().nodes()) {
            installed(scene, node, tally);
        }
        scene.storing().stream().filter(one -> one.node().isEmpty()).forEach(one -> tally.red(one.name(),
                "the plan has pools of it, but it is not declared", "ichor nodes list"));
        if (scene.storing().isEmpty()) {
            tally.unknown("", "no node of the cluster stores anything", "Give disks the role pool: ichor roles set"
                    + " MACHINE SERIAL=pool");
        }
        return tally.gate("nodes-installed");
    }

    private static void installed(Scene scene, SiteNode node, Tally tally) {
        String name = node.node().name();
        boolean stores = scene.storing().stream().anyMatch(one -> one.name().equals(name));
        if (!node.others().isEmpty()) {
            tally.red(name, "more than one machine is this node: " + node.others() + " beside "
                    + node.machine().map(machine -> machine.id().text()).orElse("none"),
                    "ichor machines unassign " + node.others().getFirst().text());
        } else if (node.machine().isEmpty()) {
            bad(tally, stores, name, "no machine is this node yet", "ichor machines assign MACHINE " + name);
        } else {
            stands(scene, node, stores, tally);
        }
    }

    private static void stands(Scene scene, SiteNode node, boolean stores, Tally tally) {
        Hardware machine = node.machine().orElseThrow();
        String name = node.node().name();
        if (!machine.obstacles().isEmpty()) {
            bad(tally, stores, name, "machine " + machine.id() + " cannot go on: "
                    + String.join(" ", machine.obstacles()), "ichor explain " + machine.id());
        } else if (!machine.stage().equals("installed") || machine.installed().isEmpty()) {
            bad(tally, stores, name, "machine " + machine.id() + " is " + machine.stage()
                    + (machine.stage().equals("installed") ? ", but nobody knows since when" : ", not installed"),
                    "ichor explain " + machine.id());
        } else {
            reports(scene, new Storing(name, Optional.of(node), Optional.empty()), machine, stores, tally);
        }
    }

    private static void reports(Scene scene, Storing self, Hardware machine, boolean stores, Tally tally) {
        String name = self.name();
        Instant installed = machine.installed().orElseThrow();
        Optional<Proof> ready = scene.proof("ready", name, Instant.MIN, self);
        Optional<Instant> last = Stream.concat(machine.heard().stream(),
                ready.filter(Proof::good).map(Proof::at).stream()).max(Instant::compareTo);
        String since = "installed " + Tally.time(installed);
        String mend = scene.measure("talosctl -n " + name + " service, then ichor log " + machine.id());
        if (ready.isPresent() && !ready.get().good()) {
            bad(tally, stores, name, since + ", but not ready: " + Scene.said(ready.get()),
                    "kubectl describe node " + name);
        } else if (last.isEmpty() || last.get().isBefore(installed.minus(BESIDE))) {
            tally.unknown(name, since + ", but it said nothing since", mend);
        } else if (last.get().isBefore(scene.site().at().minus(SILENCE))) {
            tally.unknown(name, since + ", but the last that was heard of it is of " + Tally.time(last.get()), mend);
        } else {
            tally.green(name, since + ", heard " + Tally.time(last.get()));
        }
    }

    private static void bad(Tally tally, boolean stores, String name, String text, String mend) {
        if (stores) {
            tally.red(name, text, mend);
        } else {
            tally.unknown(name, text + "; it stores nothing", mend);
        }
    }

    /** What the io-engine needs. SSE4.2 says that it is an x86-64, the only one that the chart's selectors take. */
    static Gate hardware(Scene scene) {
        Tally tally = new Tally();
        long least = scene.plan().engine().hugepages() * PAGE + HEAP;
        for (Storing node : scene.storing()) {
            if (node.fingerprint().isEmpty()) {
                tally.unknown(node.name(), "its hardware was not seen", readAgain(node));
                continue;
            }
            Fingerprint seen = node.fingerprint().get();
            List<String> wrong = new ArrayList<>();
            if (!seen.cpu().sse42()) {
                wrong.add("its CPU has no SSE4.2, without which the io-engine does not start, or is no x86-64");
            }
            if (seen.cpu().cores() < LEAST_CORES) {
                wrong.add("it has " + seen.cpu().cores() + " physical core, the io-engine needs " + LEAST_CORES);
            }
            if (seen.memory().bytes() < least) {
                wrong.add("it has " + seen.memory().bytes() / MIB + " MiB of memory, the io-engine alone needs "
                        + least / MIB + " MiB");
            }
            String when = " (fingerprint of " + Tally.time(node.machine().orElseThrow().seen()) + ")";
            if (wrong.isEmpty()) {
                tally.green(node.name(), "x86-64 with SSE4.2, " + seen.cpu().cores() + " cores, "
                        + seen.memory().bytes() / MIB + " MiB" + when);
            } else {
                tally.red(node.name(), String.join(", ", wrong) + when,
                        "Let another machine store; take this one's pools away with ichor roles set " + node.key()
                                + " SERIAL=spare");
            }
        }
        return tally.gate("hardware");
    }

    /** The io-engine gets the same CPUs on each storage node, so each must have them. */
    static Gate cores(Scene scene) {
        Tally tally = new Tally();
        List<Integer> wanted = scene.plan().engine().cores();
        int asked = scene.site().cluster().mayastor().cores();
        for (Storing node : scene.storing()) {
            List<Integer> there = node.fingerprint().map(seen -> seen.cpu().logical().stream()
                    .map(Cpu.Logical::number).toList()).orElse(List.of());
            List<Integer> absent = wanted.stream().filter(core -> !there.contains(core)).toList();
            if (wanted.size() < asked) {
                tally.red(node.name(), "the io-engine shall have " + asked + " cores, and the storage nodes have only "
                        + wanted + " in common", "Ask for fewer: mayastor.cores in the inventory, then ichor apply");
            } else if (there.isEmpty()) {
                tally.unknown(node.name(), "nothing tells which CPUs it has", readAgain(node));
            } else if (!absent.isEmpty()) {
                tally.red(node.name(), "it has no CPUs " + absent + " of the io-engine's " + wanted,
                        "Ask for fewer: mayastor.cores in the inventory, then ichor apply");
            } else if (scene.site().cluster().mayastor().isolate()) {
                isolated(node, wanted, tally);
            } else {
                tally.green(node.name(), "it has the CPUs " + wanted + "; isolation is not asked for");
            }
        }
        return tally.gate("cores");
    }

    private static void isolated(Storing node, List<Integer> wanted, Tally tally) {
        String mend = "Look with talosctl -n " + node.name() + " read /proc/cmdline; give the node the image that"
                + " ichor schematic " + node.key() + " tells with talosctl -n " + node.name() + " upgrade --image"
                + " IMAGE, or do not ask for isolation (mayastor.isolate in the inventory, then ichor apply)";
        if (node.served().isEmpty() || node.installed().isEmpty()) {
            tally.unknown(node.name(), "it has the CPUs " + wanted + "; nothing tells whether they are isolated", mend);
            return;
        }
        List<Integer> isolated = node.served().get().isolated();
        String when = " (configuration of " + Tally.time(node.served().get().at()) + ")";
        if (isolated.containsAll(wanted)) {
            tally.green(node.name(), "CPUs " + wanted + " are isolated" + when);
        } else if (isolated.isEmpty()) {
            tally.unknown(node.name(), "its configuration isolates no CPU, but its image may" + when, mend);
        } else {
            tally.red(node.name(), "CPUs " + isolated + " are isolated, not the io-engine's " + wanted + when, mend);
        }
    }

    static String readAgain(Storing node) {
        return "ichor machines show " + node.key();
    }
}
