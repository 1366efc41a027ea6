package dev.ichor.server.admin;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.ipxe.TalosImage;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Place;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.Readiness;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.provisioner.talos.NodeReports;
import dev.ichor.provisioner.talos.Push;
import dev.ichor.provisioner.talos.TalosDesk;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.events.NodeEvent;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.Rendering;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** Installations that never happen: the machine with serial number SN1 is a node with a configuration, no other is. */
public final class FakeTalos implements Installs, NodeReports, Push {
    /** Stands in the configuration where secrets do. */
    public static final String SECRET = "kq3v9z.0123456789abcdef";
    /** What the schematic's text is. */
    public static final String SCHEMATIC = "customization:\n    extraKernelArgs:\n        - isolcpus=2\n";

    private static final Instant THEN = Instant.parse("2026-06-01T09:00:00Z");
    private static final String ARM = "a-0123456789";

    private final Machines machines;
    /** When tickets were refused last. */
    public volatile Instant refused = THEN;
    /** Who saw secrets, and what was pushed. */
    public final List<String> done = new CopyOnWriteArrayList<>();

    private FakeTalos(Machines machines) {
        this.machines = machines;
    }

    public static TalosDesk desk(TalosDesk real, FakeTalos fake) {
        return new TalosDesk(real.keys(), fake, fake, real.boots(), fake);
    }

    public static FakeTalos of(Machines machines) {
        return new FakeTalos(machines);
    }

    private boolean isNode(MachineId machine) {
        return machines.find(machine.text()).filter(view -> view.row().serial().equals("SN1")).isPresent();
    }

    private static Configuration configuration(String name) {
        return new Configuration(List.of(new Document(Map.of("version", "v1alpha1", "machine", Map.of("type", "worker",
                "token", SECRET, "network", Map.of("hostname", name))))));
    }

    /** A finding quotes a secret, as a careless patch makes one do. */
    @Override
    public Outcome<Preview> preview(MachineId machine) {
        if (!isNode(machine)) {
            return Outcome.refused(Outcome.Why.CONFLICT, "", machine + " is no node", "Assign it first");
        }
        Configuration now = configuration("n1");
        String before = ConfigurationText.of(configuration("n0"));
        return new Outcome.Done<>(new Preview(machine, new Place("c1", "n1", "ann"), new Rendering(now,
                ConfigurationText.of(now), "ab".repeat(32), SCHEMATIC, "factory.talos.dev/metal-installer/"
                + "ab".repeat(32) + ":v1.13.9", List.of(Finding.warning("clusters/c1#/patches/0", "the token " + SECRET
                + " is not for nodes", "Take it out"))), Optional.of(new Served(Sha256.of(before.getBytes(
                StandardCharsets.UTF_8)), THEN, ARM, "ticket", before))));
    }

    @Override
    public void revealed(MachineId machine, Caller by) {
        done.add("revealed " + machine + " to " + by.name());
    }

    @Override
    public Installs.Answer fetch(String ticket, Ipv4 from) {
        return new Installs.Answer.Nothing("unknown");
    }

    @Override
    public Installs.Answer look(String ticket, Ipv4 from) {
        return new Installs.Answer.Nothing("unknown");
    }

    @Override
    public Readiness readiness(Machine machine, Arch arch) {
        return Readiness.READY;
    }

    @Override
    public Optional<TalosImage> image(Machine machine, Arm arm, Sighting asking, String url) {
        return Optional.empty();
    }

    @Override
    public List<Refusal> refusals(Optional<MachineId> machine, int limit) {
        return List.of(new Refusal(refused, machine, new Ipv4(0x0A000009), "late", "its time was over since a minute"),
                new Refusal(refused, machine, new Ipv4(0x0A000009), "unknown", "no ticket of this appliance")).stream()
                .limit(limit).toList();
    }

    @Override
    public boolean event(Ipv4 from, String id, NodeEvent event) {
        return false;
    }

    @Override
    public void kernel(Ipv4 from, Instant at, String level, String text) {
        // nobody listens
    }

    /** Five lines, one with what a terminal would obey. */
    @Override
    public List<Line> lines(MachineId machine, OptionalLong after, int limit) {
        long first = after.isPresent() ? after.getAsLong() + 1 : Math.max(1, 6 - limit);
        return LongStream.rangeClosed(first, 5).limit(limit).mapToObj(number -> new Line(number,
                THEN.plusSeconds(number), number == 2 ? Source.KERNEL : Source.EVENT, "info",
                number == 2 ? "x\u001b[31m\ny" : "task installer: step " + number)).toList();
    }

    @Override
    public Outcome<Push.Answer> push(MachineId machine, Ipv4 address, boolean dryRun, Caller by) {
        if (!isNode(machine)) {
            return Outcome.refused(Outcome.Why.CONFLICT, "", machine + " is not armed", "Arm it first");
        }
        done.add("push " + machine + " " + address + " " + dryRun);
        return new Outcome.Done<>(new Push.Answer(dryRun, "v1.13.9", List.of("a warning")));
    }
}
