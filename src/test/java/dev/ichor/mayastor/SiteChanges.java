package dev.ichor.mayastor;

import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Further changes of {@link Sites}. */
public final class SiteChanges {
    private SiteChanges() {
    }

    /** @param name of the switch at the storage NIC; empty: no LLDP */
    public static Site withSwitch(Site site, String node, String name) {
        return withNics(site, node, nics -> nics.stream().map(nic -> nic.booted() ? nic : lldp(nic, name)).toList());
    }

    public static Site withNics(Site site, String node, UnaryOperator<List<Nic>> change) {
        return Sites.withFingerprint(site, node, old -> SiteParts.withNics(old, change.apply(old.nics())));
    }

    /** The jumbo probe of the storage NIC ended so; empty: it was not made. */
    public static Site withJumbo(Site site, String node, Optional<Nic.Jumbo.Verdict> verdict) {
        return withNics(site, node, nics -> nics.stream().map(nic -> nic.booted() ? nic : new Nic(nic.mac(),
                nic.kernelName(), nic.driver(), nic.firmware(), nic.pci(), nic.numa(), nic.speed(), nic.link(),
                nic.maximumMtu(), false, nic.address(), nic.lldp(),
                verdict.map(as -> new Nic.Jumbo(as, 3, 0, "")))).toList());
    }

    private static Nic lldp(Nic nic, String name) {
        return new Nic(nic.mac(), nic.kernelName(), nic.driver(), nic.firmware(), nic.pci(), nic.numa(), nic.speed(),
                nic.link(), nic.maximumMtu(), nic.booted(), nic.address(), name.isEmpty() ? Optional.empty()
                : Optional.of(new Nic.Lldp("50:6b:4b:00:00:01", "Eth1/1", name, "", 0)), nic.jumbo());
    }

    public static Site withMemory(Site site, String node, long bytes) {
        return Sites.withFingerprint(site, node, old -> SiteParts.withMemory(old, new Memory(bytes,
                List.of(new Memory.Node(0, bytes, List.of())))));
    }

    /** Since when it runs from its own disk, and when it was last looked at. */
    public static Site withInstalled(Site site, String node, Optional<Instant> installed, Instant seen) {
        return Sites.withHardware(site, node, old -> new SiteNode.Hardware(old.id(),
                installed.isEmpty() ? "assigned" : "installed", installed, old.heard(), old.obstacles(),
                old.fingerprint(), seen, old.claims(), old.served()));
    }
}
