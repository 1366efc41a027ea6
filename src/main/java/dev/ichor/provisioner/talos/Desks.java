package dev.ichor.provisioner.talos;

import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.store.ServedStore;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.talos.render.Render;
import dev.ichor.talos.render.Rendering;
import dev.ichor.talos.secrets.SecretsBundle;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;

/** Puts the parts together. */
public final class Desks {
    private Desks() {
    }

    public static TalosDesk of(Stores stores, Ledger ledger, TalosParts parts, InstantSource clock) {
        ClusterKeys keys = new SealedKeys(stores, ledger, parts, new SecureRandom(), clock);
        LocalBoots boots = new BootBook(stores, ledger, clock);
        NodeReports reports = new HeardNodes(stores, ledger, parts, keys, new WordEffects(stores), boots, clock);
        return new TalosDesk(keys, installs(stores, ledger, parts, clock, keys::bundle, Render::node), reports, boots,
                Absent.push());
    }

    /**
     * The same with other secrets and another way of making configurations.
     *
     * @param secrets of a cluster
     * @param render  makes a configuration; pure
     */
    public static TalosDesk with(TalosDesk desk, Stores stores, Ledger ledger, TalosParts parts, InstantSource clock,
                                 Function<String, Outcome<SecretsBundle>> secrets,
                                 Function<NodeInput, Rendering> render) {
        return new TalosDesk(desk.keys(), installs(stores, ledger, parts, clock, secrets, render), desk.reports(),
                desk.boots(), desk.push());
    }

    private static Installs installs(Stores stores, Ledger ledger, TalosParts parts, InstantSource clock,
                                     Function<String, Outcome<SecretsBundle>> secrets,
                                     Function<NodeInput, Rendering> render) {
        ServedStore served = new ServedStore();
        Preparing preparing = new Preparing(stores, served, secrets, parts, render);
        return new Ticketing(stores, ledger, preparing, new Serving(stores, ledger, served, preparing, parts), served,
                parts, clock);
    }
}
