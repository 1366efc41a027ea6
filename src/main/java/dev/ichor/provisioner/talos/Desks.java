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
        Making making = new Making(stores, ledger, parts, clock, keys::bundle, Render::node);
        return new TalosDesk(keys, making.installs(), reports, boots, making.push());
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
        Making making = new Making(stores, ledger, parts, clock, secrets, render);
        return new TalosDesk(desk.keys(), making.installs(), desk.reports(), desk.boots(), making.push());
    }

    /** All that hands configurations out. */
    private record Making(Stores stores, Ledger ledger, TalosParts parts, InstantSource clock,
                          Function<String, Outcome<SecretsBundle>> secrets, Function<NodeInput, Rendering> render) {
        private static final ServedStore SERVED = new ServedStore();

        private Preparing preparing() {
            return new Preparing(stores, SERVED, secrets, parts, render);
        }

        private Serving serving(Preparing preparing) {
            return new Serving(stores, ledger, SERVED, preparing, parts);
        }

        Installs installs() {
            Preparing preparing = preparing();
            return new Ticketing(stores, ledger, preparing, serving(preparing), SERVED, parts, clock);
        }

        Push push() {
            Preparing preparing = preparing();
            return new Pushing(stores, ledger, preparing, serving(preparing), secrets, parts, clock);
        }
    }
}
