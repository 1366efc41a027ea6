package dev.ichor.cli;

import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.Needs;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.client.ClientFailed;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.ApplianceConfig.Mode;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.Health;
import dev.ichor.server.dhcp.SegmentProbe;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ichor check}. */
@Command(name = "check", description = {"Check settings, interface, privileges, ports, assets, seal key, and look for other DHCP",
        "servers on the segment. Lists everything that is wrong at once; exit code 0 if serve would start."})
final class CheckCommand implements Callable<Integer> {
    private static final Duration LISTEN = Duration.ofSeconds(3);
    private static final int JUMBO = 9_000;

    @ParentCommand
    private Ichor root;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Output output;

    @Option(names = "--no-probe", negatable = false, description = "Send no DHCP question to the segment.")
    private boolean quiet;

    /** What was found: {@code problems} forbid a start, {@code notes} are worth knowing. */
    record Findings(List<Problem> problems, List<Problem> notes) {
    }

    @Override
    public Integer call() {
        Problems problems = new Problems();
        Problems notes = new Problems();
        ApplianceConfig config = root.settings(problems);
        if (problems.isEmpty()) {
            check(config, problems, notes);
        }
        Findings findings = new Findings(problems.list(), notes.list());
        PrintWriter out = spec.commandLine().getOut();
        out.print(output.isJson() ? Json.write(findings) + "\n" : text(findings));
        return findings.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void check(ApplianceConfig config, Problems problems, Problems notes) {
        Optional<Segment> segment = Segment.find(config, problems);
        int before = problems.list().size();
        Privileges.check(config, problems);
        boolean allowed = problems.list().size() == before;
        AssetCatalog.Opened assets = AssetCatalog.open(Home.pins(), new AssetFolder(config.assetFolder()),
                Needs.required(List.of()), InstantSource.system());
        problems.addAll(assets.problems());
        AdminPlane.check(config, problems);
        notes.addAll(SealKeys.notes(config, SealKeys.check(config, root.environment(), problems)));
        notes.addAll(assets.warnings());
        segment.ifPresent(found -> {
            if (found.mtu() < JUMBO) {
                notes.add("interface", found.nic() + " has an MTU of " + found.mtu() + ", so the 9000-byte probe of "
                        + "machines cannot pass", "ip link set " + found.nic()
                        + " mtu 9000, if the network carries it");
            }
            if (isRunning(config)) {
                notes.add("ports", "an appliance answers on the admin plane, so the ports were not tried", "");
            } else if (allowed) {
                Ports.check(config, found, problems);
            }
            if (!quiet && allowed) {
                probe(config, found, notes);
            }
        });
    }

    private static boolean isRunning(ApplianceConfig config) {
        try {
            Reach.plain(config).get("/healthz", Health.class);
            return true;
        } catch (ClientFailed e) {
            return false;
        }
    }

    private static void probe(ApplianceConfig config, Segment segment, Problems notes) {
        try {
            List<SegmentProbe.Found> servers = SegmentProbe.run(segment.nic(), segment.own().address(), LISTEN,
                    RandomGenerator.getDefault());
            servers.forEach(server -> foreign(config, server, notes));
            if (servers.isEmpty() && config.dhcp().mode() == Mode.PROXY) {
                notes.add("segment", "no DHCP server answered on " + segment.nic() + ", and in mode proxy the "
                        + "appliance gives no addresses", "Start the site's DHCP server, or set dhcp.mode to full");
            }
        } catch (IOException e) {
            notes.add("segment", "could not look for other DHCP servers: " + e.getMessage(), "");
        }
    }

    private static void foreign(ApplianceConfig config, SegmentProbe.Found server, Problems notes) {
        if (server.boots()) {
            notes.add("segment", "the DHCP server " + server.id() + " names the boot file '" + server.bootFile()
                    + "' itself", "Take options 66, 67 and next-server out of it for this network");
        } else if (server.strands()) {
            notes.add("segment", "the DHCP server " + server.id() + " calls itself PXEClient and names no boot file, "
                    + "which strands UEFI machines", "Take option 60 out of it");
        }
        if (server.leases() && config.dhcp().mode() == Mode.FULL) {
            notes.add("segment", "the DHCP server " + server.id() + " gives addresses on this network too",
                    "Set dhcp.mode to proxy, or switch that server off here");
        }
    }

    private static String text(Findings findings) {
        List<String> lines = new ArrayList<>();
        findings.problems().forEach(problem -> lines.add("PROBLEM  " + problem));
        findings.notes().forEach(note -> lines.add("NOTE     " + note));
        lines.add(findings.problems().isEmpty() ? "OK       serve would start." : "FAILED   serve would not start: "
                + findings.problems().size() + (findings.problems().size() == 1 ? " problem." : " problems."));
        return String.join("\n", lines) + "\n";
    }
}
