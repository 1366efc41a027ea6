package dev.ichor.rack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/**
 * The demonstration: an appliance with a declared policy and three machines in a rack of their own. The policy arms the
 * two that are blank, and they install the stand-in for Talos, a test fixture; the third holds, for one of its disks
 * carries a Mayastor pool. Ends with the inventory, compared with what the machines were built from. Started by
 * {@code appliance/demo [--keep] [--port N]}.
 */
public final class Demo {
    private static final Duration ALL_BOOTED = Duration.ofSeconds(600);
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 500;

    private final PrintStream out = System.out;
    private final boolean keep;
    private final int port;

    private Demo(boolean keep, int port) {
        this.keep = keep;
        this.port = port;
    }

    public static void main(String[] args) {
        AtomicBoolean interrupted = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted.set(true)));
        int status;
        try {
            status = parse(List.of(args)).run();
        } catch (RackFailure | IOException e) {
            // After Ctrl-C the rack is taken away under this thread: what then fails is no news.
            if (!interrupted.get()) {
                System.err.println("demo: " + e.getMessage());
            }
            status = 1;
        } catch (InterruptedException e) {
            status = 130;
        }
        System.exit(status);
    }

    private static Demo parse(List<String> args) {
        boolean keep = false;
        int port = 0;
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).equals("--keep")) {
                keep = true;
            } else if (args.get(i).equals("--port") && i + 1 < args.size() && args.get(i + 1).matches("\\d{1,5}")
                    && Integer.parseInt(args.get(i + 1)) < 65_536) {
                port = Integer.parseInt(args.get(++i));
            } else {
                throw new RackFailure("unknown argument " + args.get(i)
                        + "; usage: appliance/demo [--keep] [--port N]");
            }
        }
        return new Demo(keep, port);
    }

    private int run() throws IOException, InterruptedException {
        try (Rack rack = Rack.open()) {
            long start = System.nanoTime();
            Segment segment = rack.segment(DemoRack.MTU);
            Appliance appliance = appliance(rack, segment);
            AdminClient admin = appliance.admin();
            declare(rack, appliance);
            ClusterSecrets.make(admin, "demo");
            out.println("The cluster's secrets are made.");
            List<VirtualMachine> machines = DemoRack.machines().stream().map(segment::machine).toList();
            DiskImages.pool(machines.getLast().disk(DemoRack.USED), "worker-9-1a2b3c4d", DemoRack.POOL_UUID);
            out.printf("%nThree machines get power. Two are blank, one had a Mayastor pool on disk %s.%n",
                    DemoRack.USED);
            machines.forEach(VirtualMachine::powerOn);
            boolean complete = await(machines, admin);
            out.printf("%n%d s after the first command. The inventory:%n%n", seconds(start));
            printInventory(appliance, machines);
            boolean asGiven = compare(machines, admin) && complete && decided(machines, admin);
            if (keep) {
                stay(rack, appliance);
            }
            return asGiven ? 0 : 1;
        }
    }

    private Appliance appliance(Rack rack, Segment segment) throws IOException {
        Host host = segment.host("appliance", DemoRack.ADDRESS + "/24");
        Path config = rack.folder().resolve("appliance.yaml");
        Path state = Files.createDirectory(rack.folder().resolve("state"));
        AdminDoor door = AdminDoor.of(DemoRack.ADMIN_PORT, state);
        Files.writeString(config, DemoRack.settings(state, door));
        Appliance appliance = Appliance.on(host, config, Path.of("."), door);
        long start = System.nanoTime();
        appliance.start();
        out.printf("The appliance is ready after %d ms: mode full, database in %s.%n",
                Duration.ofNanos(System.nanoTime() - start).toMillis(), state);
        return appliance;
    }

    /** The world as people would keep it in git, taken over by the command that they use. */
    private void declare(Rack rack, Appliance appliance) throws IOException {
        Path folder = Files.createDirectory(rack.folder().resolve("inventory"));
        for (Map.Entry<String, String> file : DemoRack.INVENTORY.entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        out.println("The declared world:");
        out.print(product(appliance, "apply", "-f", folder.toString(), "--yes"));
    }

    /** Shows progress until every machine is installed or held; false when the time is over before. */
    private boolean await(List<VirtualMachine> machines, AdminClient admin) throws InterruptedException {
        boolean terminal = System.console() != null && System.console().isTerminal();
        DemoProgress progress = new DemoProgress(out, terminal, admin);
        long start = System.nanoTime();
        while (seconds(start) < ALL_BOOTED.toSeconds()) {
            progress.show(machines);
            if (machines.stream().allMatch(machine -> stands(machine, admin).isPresent())) {
                return true;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        for (VirtualMachine machine : machines) {
            if (seen(machine, admin).isEmpty()) {
                out.println("\nNo fingerprint of " + machine + "; its console ends:\n" + machine.console().tail());
            }
        }
        return false;
    }

    /** {@code installed}, or {@code holds} if it waits for a person; empty before. */
    private static Optional<String> stands(VirtualMachine machine, AdminClient admin) {
        return admin.find("/api/v1/machines/" + machine.spec().nics().getFirst().mac()).map(all -> all.path("machine"))
                .flatMap(row -> row.path("person").asBoolean(false) ? Optional.of("holds")
                        : Optional.of(row.path("stage").asString("")).filter("installed"::equals));
    }

    /** Whether the blank machines were installed, and no other. */
    private boolean decided(List<VirtualMachine> machines, AdminClient admin) {
        boolean right = true;
        for (VirtualMachine machine : machines) {
            String wanted = machine == machines.getLast() ? "holds" : "installed";
            String stands = stands(machine, admin).orElse("undecided");
            out.println(machine + ": " + stands + (stands.equals(wanted) ? "" : ", which is wrong"));
            right &= stands.equals(wanted);
        }
        return right;
    }

    private static Optional<SeenMachine> seen(VirtualMachine machine, AdminClient admin) {
        Optional<JsonNode> answer = admin.find("/api/v1/machines/" + machine.spec().nics().getFirst().mac());
        return answer.filter(SeenMachine::isFingerprinted).map(SeenMachine::of);
    }

    private void printInventory(Appliance appliance, List<VirtualMachine> machines) {
        out.println(product(appliance, "machines", "list"));
        for (VirtualMachine machine : machines) {
            out.println(product(appliance, "machines", "show", machine.spec().nics().getFirst().mac().toString()));
        }
    }

    private static String product(Appliance appliance, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", appliance.config().toString()));
        Command.Result result = appliance.run(COMMAND, all.toArray(String[]::new));
        return result.out() + result.err();
    }

    private boolean compare(List<VirtualMachine> machines, AdminClient admin) {
        boolean same = true;
        for (VirtualMachine machine : machines) {
            List<String> differences = seen(machine, admin)
                    .map(seen -> DemoCheck.differences(machine.spec(), seen)).orElse(List.of("no fingerprint"));
            out.println(machine + ": " + (differences.isEmpty() ? "as given" : "differs"));
            differences.forEach(line -> out.println("  " + line));
            same &= differences.isEmpty();
        }
        return same;
    }

    /** Leaves everything running until the JVM is told to end; the rack's shutdown hook then removes it. */
    private void stay(Rack rack, Appliance appliance) throws InterruptedException {
        Namespace namespace = appliance.host().namespace();
        Forwarder forwarder = Forwarder.open(port, namespace, DemoRack.ADMIN_PORT);
        String mac = DemoRack.machines().getLast().nics().getFirst().mac().toString();
        out.printf("""

                All of it stays until Ctrl-C. The admin API: https://127.0.0.1:%1$d
                Try:
                  curl --cacert %5$s -H "Authorization: Bearer $(cat %6$s)" \\
                    https://127.0.0.1:%1$d/api/v1/machines
                  export ICHOR_TOKEN=$(cat %6$s)
                  ip netns exec %2$s appliance/ichor explain %4$s --config %3$s
                  ip netns exec %2$s appliance/ichor wipe %4$s --disk %8$s --config %3$s
                  tail -f %7$s/*console*.txt
                """, forwarder.port(), namespace.name(), appliance.config(), mac, appliance.door().certificate(),
                appliance.door().tokenFile(), rack.folder(), DemoRack.USED);
        out.flush();
        new CountDownLatch(1).await();
    }

    private static long seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }
}
