package dev.ichor.provisioner;

import dev.ichor.store.AddressStore;
import dev.ichor.store.Archives;
import dev.ichor.store.ArmStore;
import dev.ichor.store.Database;
import dev.ichor.store.DeclaredStore;
import dev.ichor.store.EventStore;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.MachineList;
import dev.ichor.store.MachineStore;
import dev.ichor.store.SightingStore;

/** Everything that is kept, in one hand. */
public record Stores(Database database, Archives archives, MachineStore machines, MachineList list,
              FingerprintStore fingerprints, EventStore events, SightingStore sightings, ArmStore arms,
              DeclaredStore declared, AddressStore addresses) {
    static Stores of(Database database) {
        return new Stores(database, new Archives(database.folder()), new MachineStore(), new MachineList(),
                new FingerprintStore(), new EventStore(), new SightingStore(), new ArmStore(), new DeclaredStore(),
                new AddressStore());
    }
}
