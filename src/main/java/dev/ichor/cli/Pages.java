package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ArmList;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.server.admin.api.DeclaredList;
import dev.ichor.server.admin.api.DiskEntry;
import dev.ichor.server.admin.api.DiskList;
import dev.ichor.server.admin.api.LeaseList;
import dev.ichor.server.admin.api.LeaseView;
import dev.ichor.server.admin.api.MachineList;
import dev.ichor.server.admin.api.MachineSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list that the appliance gives in pages.
 *
 * @param type  of a page
 * @param items what is on a page
 * @param next  where the next page begins; empty on the last
 * @param whole a page with all items
 */
record Pages<P, T>(Class<P> type, Function<P, List<T>> items, Function<P, Optional<String>> next,
                   Function<List<T>, P> whole) {
    static final Pages<MachineList, MachineSummary> MACHINES = new Pages<>(MachineList.class, MachineList::items,
            MachineList::next, all -> new MachineList(all, Optional.empty(), Optional.of((long) all.size())));
    static final Pages<DiskList, DiskEntry> DISKS = new Pages<>(DiskList.class, DiskList::items, DiskList::next,
            all -> new DiskList(all, Optional.empty()));
    static final Pages<DeclaredList, DeclaredItem> DECLARED = new Pages<>(DeclaredList.class, DeclaredList::items,
            DeclaredList::next, all -> new DeclaredList(all, Optional.empty(), all.size()));
    static final Pages<LeaseList, LeaseView> LEASES = new Pages<>(LeaseList.class, LeaseList::items, LeaseList::next,
            all -> new LeaseList(all, Optional.empty(), all.size()));
    static final Pages<ArmList, ArmView> ARMS = new Pages<>(ArmList.class, ArmList::items, ArmList::next,
            all -> new ArmList(all, Optional.empty()));

    /** Items of a page at most. */
    private static final int LIMIT = 500;

    /** All items, and the JSON of one page that holds them; as it came if one page was enough. */
    record All<T>(List<T> items, String json) {
    }

    All<T> read(AdminClient client, Query query) throws ClientFailed {
        List<T> all = new ArrayList<>();
        Query paged = query.with("limit", LIMIT);
        Optional<String> cursor = Optional.empty();
        boolean first = true;
        while (true) {
            AdminClient.Answer<P> page = client.get(paged.with("cursor", cursor).path(), type);
            all.addAll(items.apply(page.value()));
            Optional<String> following = next.apply(page.value());
            if (following.isEmpty() || following.equals(cursor)) {
                return new All<>(List.copyOf(all), first ? page.json() : Json.write(whole.apply(all)));
            }
            cursor = following;
            first = false;
        }
    }
}
