package dev.ichor.cli;

import dev.ichor.base.Sha256;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.Difference;
import dev.ichor.server.admin.api.FingerprintList;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.Snapshot;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor machines}: what is known of them. */
@Command(name = "machines", description = "Machines of the inventory, what people decide about them, and orders for "
        + "those that wait in the agent.", synopsisSubcommandLabel = "COMMAND")
final class MachinesCommand extends MachineChanges {
    /** Which machines, and in which order. */
    static final class Filter {
        @Option(names = "--stage", paramLabel = "STAGE", description = "Only discovered, assigned, armed, installing, "
                + "installed or held ones.", completionCandidates = Words.Stages.class)
        private String stage;

        @Option(names = "--cluster", paramLabel = "NAME", description = "Only nodes of this cluster.")
        private String cluster;

        @Option(names = "--zone", paramLabel = "ZONE", description = "Only nodes of this zone.")
        private String zone;

        @Option(names = "--text", paramLabel = "TEXT", description = "Only those with this text in id, serial number, "
                + "product, node name, a MAC or a disk's serial number.")
        private String text;

        @Option(names = "--person", description = "Only those that wait for a person.")
        private boolean person;

        @Option(names = "--sort", paramLabel = "BY", description = "By first-seen (default), last-evidence, serial, "
                + "node or stage.", completionCandidates = Words.Sorts.class)
        private String sort;

        @Option(names = "--desc", description = "The other way round.")
        private boolean down;

        private boolean isGiven() {
            return stage != null || cluster != null || zone != null || text != null || person;
        }

        private Query query() {
            return new Query(API + "machines").withText("stage", stage).withText("cluster", cluster)
                    .withText("zone", zone).withText("q", text).withFlag("person", person)
                    .withText("sort", sort).withFlag("desc", down);
        }
    }

    @Command(name = "list", description = "All machines, or those that the options describe.")
    int list(@Mixin Filter filter, @Mixin Output output) throws ClientFailed {
        Pages.All<MachineSummary> all = Pages.MACHINES.read(client(), filter.query());
        if (output.isJson()) {
            json(all.json());
        } else {
            out().print(MachineTable.of(all.items(), filter.isGiven()));
        }
        return ExitCode.OK;
    }

    @Command(name = "show", description = "One machine: its place, its hardware, its disks and NICs, what changed.")
    int show(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return print(machine(key), MachineDetail.class, output, MachineText::of);
    }

    @Command(name = "fingerprints", description = "Every fingerprint of a machine, newest first.")
    int fingerprints(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return print(machine(key, "fingerprints"), FingerprintList.class, output, MachinesCommand::table);
    }

    private static String table(FingerprintList list) {
        Table table = new Table("FINGERPRINT", "TAKEN", "BOOT", "WHAT CHANGED SINCE THE ONE BEFORE");
        list.items().forEach(one -> table.row(one.hash().hex().substring(0, 12), Show.time(one.taken()),
                one.fingerprint().bootId(), one.difference().isEmpty() ? "nothing" : String.join("; ",
                        one.difference())));
        return table.isEmpty() ? "It has no fingerprint yet.\n" : table.text();
    }

    @Command(name = "diff", description = "What differs between two fingerprints of a machine.")
    int diff(@Parameters(paramLabel = "MACHINE", description = KEY) String key,
             @Option(names = "--from", paramLabel = "HASH", defaultValue = "", description = "The earlier one, or how "
                     + "it begins. Default: the one before the later.") String from,
             @Option(names = "--to", paramLabel = "HASH", defaultValue = "", description = "The later one, or how it "
                     + "begins. Default: the latest.") String to,
             @Mixin Output output) throws ClientFailed {
        AdminClient client = client();
        List<Snapshot> all = client.get(machine(key, "fingerprints"), FingerprintList.class).value().items();
        int later = to.isEmpty() ? 0 : index(all, to);
        if (all.size() < later + 2 && from.isEmpty()) {
            throw new Failure(ExitCode.NOT_FOUND, "there is no earlier fingerprint to compare with; the machine has "
                    + all.size());
        }
        Sha256 earlier = all.get(from.isEmpty() ? later + 1 : index(all, from)).hash();
        return print(client.get(machine(key, "fingerprints", all.get(later).hash().hex(), "diff?from="
                + earlier.hex()), Difference.class), output, found -> found.lines().isEmpty() ? "Nothing differs.\n"
                : Show.plainLines(String.join("\n", found.lines())) + "\n");
    }

    private static int index(List<Snapshot> all, String beginning) {
        List<Integer> found = java.util.stream.IntStream.range(0, all.size())
                .filter(i -> all.get(i).hash().hex().startsWith(beginning.toLowerCase(Locale.ROOT))).boxed().toList();
        if (found.size() != 1) {
            throw new Failure(ExitCode.NOT_FOUND, (found.isEmpty() ? "no fingerprint" : found.size() + " fingerprints")
                    + " of the machine begin with '" + beginning + "'");
        }
        return found.getFirst();
    }
}
