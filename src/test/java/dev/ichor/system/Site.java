package dev.ichor.system;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.machine.Fingerprint;
import dev.ichor.rack.AdminClient;
import dev.ichor.rack.AdminDoor;
import dev.ichor.rack.Appliance;
import dev.ichor.rack.Command;
import dev.ichor.rack.Host;
import dev.ichor.rack.Rack;
import dev.ichor.rack.RackAssets;
import dev.ichor.rack.RackFailure;
import dev.ichor.rack.Segment;
import dev.ichor.rack.VirtualMachine;
import dev.ichor.rack.Waiting;
import dev.ichor.server.admin.api.FingerprintList;
import dev.ichor.server.admin.api.MachineDetail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A boot network with an appliance on it, at 10.77.0.1. Closing takes all away. */
final class Site implements AutoCloseable {
    static final String ADDRESS = "10.77.0.1";
    static final String BOOT = "http://" + ADDRESS + ":8080";
    private static final long LOOK_MILLIS = 500;
    private static final int ADMIN_PORT = 8081;
    private static final Duration COMMAND = Duration.ofSeconds(180);

    private final Rack rack;
    private final Segment segment;
    private final Host host;
    private final Appliance appliance;

    private Site(Rack rack, Segment segment, Host host, Appliance appliance) {
        this.rack = rack;
        this.segment = segment;
        this.host = host;
        this.appliance = appliance;
    }

    /** The appliance leases 10.77.0.100 to 10.77.0.249; it is not started yet. */
    static Site full(int mtu, String... moreSettings) {
        return open(mtu, "{ mode: full, pool: 10.77.0.100-10.77.0.249 }", moreSettings);
    }

    /** As {@link #full}, but it asks nobody whether an address is in use, so that answers come at once. */
    static Site fullUnprobed(int mtu, String... moreSettings) {
        return open(mtu, "{ mode: full, pool: 10.77.0.100-10.77.0.249, conflict-probe: false }", moreSettings);
    }

    /** The appliance stands beside another DHCP server; it is not started yet. */
    static Site proxy(int mtu, String... moreSettings) {
        return open(mtu, "{ mode: proxy }", moreSettings);
    }

    /** As {@link #full}, with the stand-in for Talos under the names of Talos's files. */
    static Site installing(int mtu, String... moreSettings) {
        return open(RackAssets.withStandIn(), mtu, "{ mode: full, pool: 10.77.0.100-10.77.0.249 }", moreSettings);
    }

    private static Site open(int mtu, String dhcp, String... moreSettings) {
        return open(RackAssets.folder(), mtu, dhcp, moreSettings);
    }

    private static Site open(Path assets, int mtu, String dhcp, String... moreSettings) {
        Rack rack = Rack.open();
        try {
            Segment segment = rack.segment(mtu);
            Host host = segment.host("appliance", ADDRESS + "/24");
            Path config = rack.folder().resolve("appliance.yaml");
            Path state = Files.createDirectory(rack.folder().resolve("state"));
            AdminDoor door = AdminDoor.of(ADMIN_PORT, state);
            Files.writeString(config, """
                    interface: eth0
                    state: %s
                    dhcp: %s
                    %s
                    assets: { folder: %s }
                    discovery: { lldp: 8s, kernel-arguments: "%s" }
                    %s
                    """.formatted(state, dhcp, door.settings(), assets, RackAssets.KERNEL_ARGUMENTS,
                    String.join("\n", moreSettings)));
            return new Site(rack, segment, host, Appliance.on(host, config, Path.of("."), door));
        } catch (IOException e) {
            rack.close();
            throw new UncheckedIOException(e);
        } catch (RackFailure e) {
            rack.close();
            throw e;
        }
    }

    Rack rack() {
        return rack;
    }

    Segment segment() {
        return segment;
    }

    Host host() {
        return host;
    }

    /** A new host on the boot network that speaks for itself. */
    Client client(String label, String cidr) {
        return rack.own(new Client(segment.host(label, cidr)));
    }

    Appliance appliance() {
        return appliance;
    }

    Path state() {
        return rack.folder().resolve("state");
    }

    String log() {
        return appliance.process().output().text();
    }

    /** Runs one of the product's commands beside the appliance; it must succeed. */
    String ichor(String... arguments) {
        return tryIchor(arguments).orFail().out();
    }

    /** As {@link #ichor}, but it may fail. */
    Command.Result tryIchor(String... arguments) {
        return appliance.run(COMMAND, Stream.concat(Stream.of(arguments),
                Stream.of("--config", appliance.config().toString())).toArray(String[]::new));
    }

    AdminClient admin() {
        return appliance.admin();
    }

    /** The machine that any of its names means, once the inventory has it. */
    Optional<MachineDetail> find(String key) {
        return admin().find("/api/v1/machines/" + key).map(json -> parse(json.toString(), MachineDetail.class));
    }

    MachineDetail machine(VirtualMachine machine) {
        return find(mac(machine)).orElseThrow();
    }

    /** Waits until the inventory says that of the machine; asks twice a second. */
    MachineDetail await(VirtualMachine machine, String what, Duration limit, Predicate<MachineDetail> condition) {
        return Waiting.until(limit, () -> {
            Optional<MachineDetail> found = find(mac(machine)).filter(condition);
            if (found.isEmpty()) {
                pause();
            }
            return found;
        }).orElseThrow(() -> new RackFailure(machine + " is not " + what + " after " + limit.toSeconds()
                + " s, but " + find(mac(machine)).map(MachineDetail::machine) + "; its console ends with:\n"
                + machine.console().tail() + "\nand the appliance's log with:\n"
                + appliance.process().output().tail()));
    }

    /** All fingerprints of a machine, newest first. */
    FingerprintList fingerprints(VirtualMachine machine) {
        return parse(admin().get("/api/v1/machines/" + mac(machine) + "/fingerprints").toString(),
                FingerprintList.class);
    }

    /** Waits until the inventory holds so many fingerprints of the machine; returns the newest. */
    Fingerprint awaitFingerprint(VirtualMachine machine, int count, Duration limit) {
        return Waiting.until(limit, () -> newest(machine, count)).orElseThrow(() -> new RackFailure(machine
                + " has not " + count + " fingerprints after " + limit.toSeconds() + " s; its console ends with:\n"
                + machine.console().tail() + "\nand the appliance's log with:\n"
                + appliance.process().output().tail()));
    }

    /** The newest, if there are so many; asks twice a second at most, for the machines need the processors too. */
    private Optional<Fingerprint> newest(VirtualMachine machine, int count) {
        Optional<Fingerprint> found = find(mac(machine)).isEmpty() ? Optional.empty()
                : Optional.of(fingerprints(machine).items()).filter(all -> all.size() >= count)
                        .map(all -> all.getFirst().fingerprint());
        if (found.isEmpty()) {
            pause();
        }
        return found;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RackFailure("interrupted while waiting for a machine", e);
        }
    }

    /** Waits until each machine has its first fingerprint. */
    void awaitFingerprints(List<VirtualMachine> machines, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        for (VirtualMachine machine : machines) {
            awaitFingerprint(machine, 1, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
    }

    static String mac(VirtualMachine machine) {
        return machine.spec().nics().getFirst().mac().toString();
    }

    private static <T> T parse(String json, Class<T> type) {
        try {
            return Json.read(json, type);
        } catch (Malformed e) {
            throw new AssertionError("the admin API's answer is not what its records say: " + json, e);
        }
    }

    @Override
    public void close() {
        rack.close();
    }
}
