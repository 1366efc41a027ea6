package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.talos.Desks;
import dev.ichor.provisioner.talos.Maintenance;
import dev.ichor.provisioner.talos.TalosDesk;
import dev.ichor.provisioner.talos.TalosParts;
import dev.ichor.provisioner.talos.WordEffects;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.talos.render.Rendering;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stands for the secrets, the rendering and the network of a test; each can be made to fail. */
public final class TalosKit {
    private static final TalosParts NOTHING = new TalosParts(Optional.of(Bench.sealKey(1)), "",
            address -> Optional.empty(), name -> false, Optional.empty(), new Random(43));
    /** Stands in every configuration, and must stand nowhere else. */
    public static final String SECRET = "veryhushhush0123456789";

    /** Which MAC answers for an address. */
    public final Map<Ipv4, Mac> neighbours = new ConcurrentHashMap<>();
    /** Names of assets that are not there. */
    public final Set<String> missing = ConcurrentHashMap.newKeySet();
    /** How often a configuration was made. */
    public final AtomicInteger renderings = new AtomicInteger();
    public volatile Maintenance waiting = Maintenance.NONE;
    public volatile boolean secrets = true;
    public volatile boolean locked;
    public volatile String edition = "first";
    public volatile List<Finding> findings = List.of();

    private Stores stores;
    private Ledger ledger;

    void hear(MachineId machine, NodeWord word, Instant now) {
        ledger.change(writing -> {
            Machine before = writing.find(machine).orElseThrow();
            return writing.apply(before, new WordEffects(stores).consider(writing, before, word, now));
        });
    }

    TalosDesk absent(Stores ofStores, Ledger ofLedger, InstantSource clock) {
        return Desks.of(ofStores, ofLedger, NOTHING, clock);
    }

    TalosDesk heard(Function<Ipv4, Optional<Mac>> owner, Stores ofStores, Ledger ofLedger, InstantSource clock) {
        return Desks.of(ofStores, ofLedger, new TalosParts(NOTHING.seal(), "", owner, name -> false, Optional.empty(),
                new Random(43)), clock);
    }

    TalosDesk real(Stores ofStores, Ledger ofLedger, InstantSource clock) {
        stores = ofStores;
        ledger = ofLedger;
        return Desks.of(ofStores, ofLedger, new TalosParts(NOTHING.seal(), "", NOTHING.owner(),
                name -> !missing.contains(name), Optional.empty(), new Random(46)), clock);
    }

    TalosDesk desk(Stores ofStores, Ledger ofLedger, InstantSource clock) {
        return desk(ofStores, ofLedger, clock, Optional.empty());
    }

    TalosDesk desk(Stores ofStores, Ledger ofLedger, InstantSource clock, Optional<TalosParts.Secure> secure) {
        stores = ofStores;
        ledger = ofLedger;
        TalosParts parts = new TalosParts(Optional.of(Bench.sealKey(1)), "", address -> Optional.ofNullable(
                neighbours.get(address)), name -> !missing.contains(name), Optional.empty(), new Random(44),
                new Maintenance() {
                    @Override
                    public boolean reaches(Ipv4 address) {
                        return waiting.reaches(address);
                    }

                    @Override
                    public Node at(Ipv4 address) {
                        return waiting.at(address);
                    }
                }, secure);
        return Desks.with(Desks.of(stores, ledger, parts, clock), stores, ledger, parts, clock,
                cluster -> !secrets ? Outcome.refused(Outcome.Why.NOT_FOUND, cluster, "no secrets", "")
                        : locked ? Outcome.refused(Outcome.Why.CONFLICT, cluster, "another key", "")
                        : new Outcome.Done<>(bundle()), this::render);
    }

    private static SecretsBundle bundle() {
        CertificateAndKey pair = new CertificateAndKey("certificate", SECRET);
        return new SecretsBundle("id", SECRET, "aaaaaa.bbbbbbbbbbbbbbbb", new EncryptionSecret(
                EncryptionSecret.Kind.SECRETBOX, SECRET), "aaaaaa.cccccccccccccccc", pair, pair, pair, SECRET, pair);
    }

    private Rendering render(NodeInput input) {
        renderings.incrementAndGet();
        String text = "machine: # " + edition + "\n  node: " + input.node().name() + "\n  address: "
                + input.storage().map(Object::toString).orElse("-") + "\n  disks: " + input.claims() + "\n  token: "
                + input.secrets().clusterSecret() + "\n";
        return new Rendering(new Configuration(List.of()), text, "", "", "installer", findings);
    }
}
