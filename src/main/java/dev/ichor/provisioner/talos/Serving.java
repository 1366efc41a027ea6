package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Stores;
import dev.ichor.store.ServedStore;
import dev.ichor.talos.render.Rendering;
import dev.ichor.vault.Seal;
import dev.ichor.vault.SealKey;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The moment at which a configuration leaves, which is the first step of an installation. Thread-safe. */
final class Serving {
    private final Stores stores;
    private final Ledger ledger;
    private final ServedStore served;
    private final Preparing preparing;
    private final TalosParts parts;

    Serving(Stores stores, Ledger ledger, ServedStore served, Preparing preparing, TalosParts parts) {
        this.stores = stores;
        this.ledger = ledger;
        this.served = served;
        this.preparing = preparing;
        this.parts = parts;
    }

    /**
     * A configuration on its way.
     *
     * @param name SHA-256 of the ticket, or of what names a push
     * @param how  {@code ticket} or {@code push}
     */
    record Leaving(Sha256 name, BootId boot, String how, Ipv4 to, Instant at) {
    }

    /**
     * Begins the installation and keeps what is handed out, both or neither; when this answers with bytes, they are on
     * the disk. Empty if the machine, or anything of which the configuration was made, is not as it was.
     */
    Optional<byte[]> begin(Machine machine, Prepared prepared, Leaving leaving, MachineEvent started) {
        Rendering rendering = prepared.rendering().orElseThrow();
        SealKey key = parts.seal().orElseThrow();
        byte[] bytes = rendering.text().getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Seal.seal(key, machine.id().text(), bytes, parts.random());
        return ledger.change(writing -> {
            if (!isAsItWas(writing, machine, prepared)) {
                return Optional.empty();
            }
            writing.apply(machine, started);
            served.add(writing.connection(), new ServedStore.Served(leaving.name(), machine.id(),
                    ((MachineEvent.InstallStarted) started).arm(), leaving.boot(), leaving.how(), rendering.hash(),
                    sealed, key.id(), leaving.to(), leaving.at()));
            return Optional.of(bytes);
        });
    }

    private boolean isAsItWas(Ledger.Writing writing, Machine machine, Prepared prepared) throws SQLException {
        return writing.find(machine.id()).equals(Optional.of(machine))
                && preparing.versions(writing.connection(), machine).equals(prepared.versions());
    }

    Optional<ServedStore.Served> of(Sha256 name) {
        return stores.database().reading(connection -> served.of(connection, name));
    }

    /** What the machine got last; its text is empty if it cannot be opened. */
    Optional<Installs.Served> last(Machine machine) {
        return stores.database().reading(connection -> served.last(connection, machine.id()))
                .map(one -> new Installs.Served(one.hash(), one.at(), one.arm(), one.how(), open(one)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("")));
    }

    /** The very bytes that left; empty if they cannot be opened. */
    Optional<byte[]> open(ServedStore.Served one) {
        try {
            return parts.seal().isEmpty() ? Optional.empty()
                    : Optional.of(Seal.open(parts.seal().get(), one.machine().text(), one.sealed()))
                    .filter(bytes -> Sha256.of(bytes).equals(one.hash()));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
