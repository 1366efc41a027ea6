package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.ArmPreview;
import dev.ichor.server.admin.api.ArmRequest;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.api.ArmedDiskView;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * Shows what would be overwritten, has each disk with contents named, and arms exactly that: the fingerprint that is
 * sent is the one that was shown.
 */
final class ArmDialog {
    private static final int SHORT = 30;
    private static final int LONGEST = 24 * 60;
    private static final long SLOW_BYTES_A_MINUTE = 60L * 150_000_000L;

    private final AdminClient client;
    private final Person person;
    private final PrintWriter err;

    ArmDialog(AdminClient client, Person person, PrintWriter err) {
        this.client = client;
        this.person = person;
        this.err = err;
    }

    /**
     * What is wished.
     *
     * @param path  of the machine
     * @param disks serial numbers to wipe; empty for {@code install}
     * @param life  in minutes; empty: as long as the erasing may take
     */
    record Wish(String path, String purpose, List<String> disks, Optional<Integer> life, Naming naming, boolean yes) {
    }

    AdminClient.Answer<ArmView> arm(Wish wish) throws ClientFailed {
        ArmPreview preview = preview(wish);
        err.print(text(preview));
        if (!preview.refusals().isEmpty()) {
            throw new Failure(ExitCode.FAILED, preview.machine() + " cannot be armed, so nothing was done:\n  "
                    + Show.plainLines(String.join("\n  ", preview.refusals())));
        }
        onlyWished(wish, preview);
        List<Naming.Disk> toName = preview.disks().stream()
                .filter(disk -> preview.mustName().contains(disk.disk().serial()))
                .map(disk -> new Naming.Disk(disk.disk().serial(), disk.model(), disk.disk().bytes(), disk.carries()))
                .toList();
        List<String> named = wish.naming().named(toName, serials(preview), person, err);
        int minutes = wish.life().orElseGet(() -> enough(preview));
        if (!wish.yes()) {
            person.agree((wish.purpose().equals("wipe") ? "Wipe " + count(preview) + " of " : "Arm ")
                    + preview.machine() + "? The permission ends in " + minutes + " minutes.", "--yes says so");
        }
        return client.post(wish.path() + "/arm", new ArmRequest(wish.purpose(), Optional.of(wish.disks()),
                preview.fingerprint(), Optional.of(minutes), Optional.of(named)), ArmView.class);
    }

    /**
     * Half an hour, and for what is erased as long as a slow drive takes that must be overwritten from end to end: a
     * permission that ends in the middle leaves it half erased.
     */
    static int enough(ArmPreview preview) {
        long bytes = preview.disks().stream().filter(ArmedDiskView::erase).mapToLong(disk -> disk.disk().bytes()).sum();
        return (int) Math.min(LONGEST, SHORT + bytes / SLOW_BYTES_A_MINUTE);
    }

    private ArmPreview preview(Wish wish) throws ClientFailed {
        Query query = new Query(wish.path() + "/arm/preview").with("purpose", wish.purpose());
        for (String disk : wish.disks()) {
            query = query.with("disk", disk);
        }
        return client.get(query.path(), ArmPreview.class).value();
    }

    /** A wipe of one disk must never become a wipe of another, whatever was answered. */
    private static void onlyWished(Wish wish, ArmPreview preview) {
        if (!wish.disks().isEmpty() && !List.copyOf(serials(preview)).stream().sorted().toList()
                .equals(wish.disks().stream().distinct().sorted().toList())) {
            throw new Failure(ExitCode.FAILED, "the appliance would touch " + String.join(", ", serials(preview))
                    + " where " + String.join(", ", wish.disks()) + " was asked for, so nothing was done.");
        }
    }

    private static List<String> serials(ArmPreview preview) {
        return preview.disks().stream().map(disk -> disk.disk().serial()).toList();
    }

    private static String count(ArmPreview preview) {
        return preview.disks().size() == 1 ? "1 disk" : preview.disks().size() + " disks";
    }

    static String text(ArmPreview preview) {
        Table table = new Table("SERIAL", "SIZE", "MODEL", "ROLE", "WHAT HAPPENS", "CARRIES");
        preview.disks().forEach(disk -> table.row(disk.disk().serial(), Show.capacity(disk.disk().bytes()),
                disk.model(), preview.purpose().equals("wipe") ? "" : disk.role(), happens(preview, disk),
                disk.carries()));
        return "Machine " + preview.machine() + ", fingerprint " + preview.fingerprint().hex().substring(0, 12) + "\n"
                + (table.isEmpty() ? "No disk would be touched.\n" : table.text());
    }

    private static String happens(ArmPreview preview, ArmedDiskView disk) {
        if (preview.purpose().equals("wipe")) {
            return "ERASED";
        }
        String then = disk.role().equals("system") ? "Talos" : "Mayastor";
        return disk.erase() ? "ERASED, then " + then : then;
    }
}
