package dev.ichor.cli;

import dev.ichor.base.Malformed;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.server.admin.api.DiskRow;
import dev.ichor.server.admin.api.DiskSheet;
import dev.ichor.server.admin.api.RolesRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor roles}. */
@Command(name = "roles", description = "What a machine's disks are for: system, pool, spare or ignore.",
        synopsisSubcommandLabel = "COMMAND")
final class RolesCommand extends Asking {
    @Command(name = "suggest", description = "The roles that a machine's disks should have, and why.")
    int suggest(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return print(machine(key, "disks"), DiskSheet.class, output, SheetText::suggestions);
    }

    @Command(name = "show", description = "The roles that a machine's disks have.")
    int show(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return print(machine(key, "disks"), DiskSheet.class, output, SheetText::roles);
    }

    @Command(name = "set", description = "Give disks a role; the others keep theirs, and a disk with contents must be "
            + "named again.", footer = {"", "Example: ichor roles set m-2h7kq9xz S4XNNX0T=system S6CKNX0W=pool"})
    int set(@Parameters(paramLabel = "MACHINE", index = "0", description = KEY) String key,
            @Parameters(paramLabel = "SERIAL=ROLE", index = "1..*", arity = "0..*", description = "A disk's serial "
                    + "number and system, pool, spare or ignore.") Map<String, String> roles,
            @Option(names = "--keep", paramLabel = "SERIAL", description = "Keep the Mayastor pool on this disk. May "
                    + "repeat.") List<String> keep,
            @Mixin Naming naming, @Mixin Output output) throws ClientFailed {
        Map<String, DiskRole> wanted = wanted(roles, keep == null ? List.of() : keep);
        AdminClient client = client();
        AdminClient.Answer<DiskSheet> sheet = client.get(machine(key, "disks"), DiskSheet.class);
        List<String> kept = keep == null ? List.of() : keep;
        List<Naming.Disk> toName = new ArrayList<>();
        wanted.forEach((serial, role) -> rows(sheet.value(), serial).filter(row -> row.needsName() && role.isWritten()
                && !kept.contains(serial)).ifPresent(row -> toName.add(new Naming.Disk(serial, row.model(),
                        row.disk().bytes(), SheetText.carries(row)))));
        List<String> named = naming.named(toName, List.copyOf(wanted.keySet()), person(), err());
        List<RolesRequest.Wish> wishes = wanted.entrySet().stream().map(entry -> new RolesRequest.Wish(entry.getKey(),
                Optional.empty(), entry.getValue().label(), Optional.of(kept.contains(entry.getKey())),
                Optional.of(entry.getKey()).filter(named::contains))).toList();
        return print(client.put(machine(key, "roles"), AdminClient.Body.json(new RolesRequest(wishes)),
                new AdminClient.Condition.Same(sheet.tag()), DiskSheet.class), output, SheetText::roles);
    }

    private static Map<String, DiskRole> wanted(Map<String, String> roles, List<String> keep) {
        Map<String, DiskRole> wanted = new LinkedHashMap<>();
        if (roles != null) {
            roles.forEach((serial, word) -> {
                try {
                    wanted.put(serial, DiskRole.parse(word));
                } catch (Malformed e) {
                    throw new Failure(ExitCode.USAGE, serial + "=" + word + ": " + e.getMessage(), e);
                }
            });
        }
        for (String serial : keep) {
            if (wanted.getOrDefault(serial, DiskRole.POOL) != DiskRole.POOL) {
                throw new Failure(ExitCode.USAGE, "--keep " + serial + ": only a pool can be kept, not "
                        + wanted.get(serial).label());
            }
            wanted.put(serial, DiskRole.POOL);
        }
        if (wanted.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "name at least one disk: SERIAL=ROLE or --keep SERIAL");
        }
        return wanted;
    }

    /** A disk that is not there, or twice, is the appliance's to refuse. */
    private static Optional<DiskRow> rows(DiskSheet sheet, String serial) {
        return sheet.disks().stream().filter(row -> row.disk().serial().equals(serial)).findFirst();
    }
}
