package dev.ichor.provisioner.talos;

import dev.ichor.base.Firmware;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Sighting;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.DiskBoots;
import dev.ichor.provision.DiskBoots.Choice;
import dev.ichor.provision.DiskBoots.Told;
import dev.ichor.provision.DiskBoots.Wish;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.talos.BootMethodStore;
import dev.ichor.store.talos.BootMethodStore.Asked;
import dev.ichor.store.talos.BootMethodStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Methods of booting a disk: set by people, or learned from machines that came back and machines that reported. */
final class BootBook implements LocalBoots {
    private static final Logger LOG = LoggerFactory.getLogger(BootBook.class);
    private static final int LONGEST_CLASS = 200;
    /** So many machines of a class must agree. */
    private static final int AGREEING = 2;

    private final Stores stores;
    private final Ledger ledger;
    private final InstantSource clock;
    private final BootMethodStore methods = new BootMethodStore();
    /** The boot of each machine whose report was looked at already: a node sends many events. */
    private final Map<MachineId, BootId> heard = new ConcurrentHashMap<>();

    BootBook(Stores stores, Ledger ledger, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public List<Setting> settings() {
        return stores.database().reading(methods::all).stream().map(BootBook::setting).toList();
    }

    private static Setting setting(Stored stored) {
        return new Setting(Scope.valueOf(stored.scope()), stored.key(), stored.firmware(), stored.method(),
                stored.by(), stored.at());
    }

    @Override
    public Outcome<Setting> set(Scope scope, String key, Firmware firmware, BootMethod method, Caller by) {
        return ledger.change(writing -> {
            Optional<Outcome<Setting>> wrong = wrongKey(writing.connection(), scope, key);
            if (wrong.isPresent()) {
                return wrong.get();
            }
            if (!BootMethod.of(firmware).contains(method)) {
                return Outcome.refused(Why.INVALID, "/method", method.label() + " does not work under "
                        + firmware.label().toUpperCase(Locale.ROOT), "Use " + BootMethod.of(firmware).stream()
                        .map(BootMethod::label).collect(Collectors.joining(", ")));
            }
            String before = methods.find(writing.connection(), scope.name(), key, firmware)
                    .map(old -> old.method().label()).orElse("");
            Stored stored = new Stored(scope.name(), key, firmware, method, by.name(), clock.instant());
            methods.put(writing.connection(), stored);
            writing.audit(by, "set boot method", object(scope, key, firmware), quoted(before), quoted(method.label()));
            return new Outcome.Done<>(setting(stored));
        });
    }

    private Optional<Outcome<Setting>> wrongKey(Connection connection, Scope scope, String key) throws SQLException {
        return switch (scope) {
            case SITE -> key.isEmpty() ? Optional.empty() : Optional.of(Outcome.refused(Why.INVALID, "/key",
                    "a setting for the site has no key", "Leave it out"));
            case CLASS -> key.matches("(?s).{0," + LONGEST_CLASS + "}") && key.matches("[^\\p{Cntrl}]*/[^\\p{Cntrl}]*")
                    && key.length() > 1 ? Optional.empty() : Optional.of(Outcome.refused(Why.INVALID, "/key",
                    "a class is written vendor/product, at most " + LONGEST_CLASS + " characters",
                    "Write both as the machine's hardware shows them, 'ichor machines show' prints them"));
            case MACHINE -> machine(connection, key).isPresent() ? Optional.empty()
                    : Optional.of(Outcome.refused(Why.NOT_FOUND, "/key", "there is no machine " + key,
                    "'ichor machines list' shows them"));
        };
    }

    private Optional<Machine> machine(Connection connection, String id) throws SQLException {
        try {
            return stores.machines().find(connection, MachineId.parse(id));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    @Override
    public Outcome<Setting> forget(Scope scope, String key, Firmware firmware, Caller by) {
        return ledger.change(writing -> {
            Optional<Stored> old = methods.find(writing.connection(), scope.name(), key, firmware);
            Optional<Machine> machine = scope == Scope.MACHINE ? machine(writing.connection(), key) : Optional.empty();
            if (old.isEmpty()) {
                return new Outcome.Refused<>(Why.NOT_FOUND, List.of(new Problem("", "no boot method is set for "
                        + object(scope, key, firmware), "'ichor boot-methods' shows what is set")));
            }
            methods.remove(writing.connection(), scope.name(), key, firmware);
            if (machine.isPresent()) {
                methods.forgetTold(writing.connection(), machine.get().identity().macs(), firmware);
            }
            writing.audit(by, "forget boot method", object(scope, key, firmware), quoted(old.get().method().label()),
                    "");
            return new Outcome.Done<>(setting(old.get()));
        });
    }

    private static String object(Scope scope, String key, Firmware firmware) {
        return (scope == Scope.SITE ? "the site" : key) + " under " + firmware.label().toUpperCase(Locale.ROOT);
    }

    private static String quoted(String label) {
        return label.isEmpty() ? "" : "\"" + label + "\"";
    }

    @Override
    public Choice of(MachineId machine, Firmware firmware) {
        return choose(machine, firmware, Optional.empty(), clock.instant());
    }

    @Override
    public Choice of(MachineId machine, Sighting asks) {
        return choose(machine, asks.firmware(), Optional.of(asks.boot()), asks.at());
    }

    private Choice choose(MachineId id, Firmware firmware, Optional<BootId> asks, Instant now) {
        return stores.database().reading(connection -> {
            Optional<Machine> machine = stores.machines().find(connection, id);
            List<Told> told = machine.isEmpty() ? List.of()
                    : methods.told(connection, machine.get().identity().macs(), firmware, asks);
            return DiskBoots.choose(firmware, wish(connection, id, firmware), told, machine.isEmpty()
                    ? Optional.empty() : sign(connection, machine.get()), now);
        });
    }

    /** An event of its node, or that it was found to run from its disk. */
    private Optional<Instant> sign(Connection connection, Machine machine) throws SQLException {
        return Stream.of(machine.installed(), methods.lastReport(connection, machine.id()))
                .flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private Wish wish(Connection connection, MachineId id, Firmware firmware) throws SQLException {
        Optional<Stored> own = methods.find(connection, Scope.MACHINE.name(), id.text(), firmware);
        return own.isPresent() ? wish(own.get()) : wishOfOthers(connection, id, firmware);
    }

    /** What would hold if nothing were set for the machine itself. */
    private Wish wishOfOthers(Connection connection, MachineId id, Firmware firmware) throws SQLException {
        String name = methods.classOf(connection, id);
        Optional<Stored> found = name.isEmpty() ? Optional.empty()
                : methods.find(connection, Scope.CLASS.name(), name, firmware);
        return found.isPresent() ? wish(found.get()) : methods.find(connection, Scope.SITE.name(), "", firmware)
                .map(BootBook::wish).orElseGet(() -> Wish.standard(firmware));
    }

    private static Wish wish(Stored stored) {
        boolean learned = stored.by().equals(LEARNED);
        String whom = switch (Scope.valueOf(stored.scope())) {
            case SITE -> "the site";
            case CLASS -> stored.key();
            case MACHINE -> "this machine";
        };
        return new Wish(stored.method(), stored.scope().equals(Scope.MACHINE.name()) && !learned,
                Optional.of(stored.at()), (learned ? "learned" : "set by " + stored.by()) + " for " + whom);
    }

    @Override
    public void reported(MachineId id) {
        Optional<Told> news = stores.database().reading(connection -> {
            Optional<Machine> machine = stores.machines().find(connection, id);
            return machine.isEmpty() ? Optional.<Asked>empty()
                    : methods.newest(connection, machine.get().identity().macs());
        }).flatMap(Asked::told);
        if (news.isPresent() && !news.get().boot().equals(heard.put(id, news.get().boot()))) {
            ledger.change(writing -> {
                Optional<Machine> machine = writing.find(id);
                if (machine.isPresent()) {
                    learn(writing, machine.get());
                }
                return id;
            });
        }
    }

    /** Only what differs from what is set is kept: so that a later setting for more machines is not in vain. */
    private void learn(Ledger.Writing writing, Machine machine) throws SQLException {
        Connection connection = writing.connection();
        Optional<Asked> asked = methods.newest(connection, machine.identity().macs());
        if (asked.isEmpty() || asked.get().told().isEmpty()) {
            return;
        }
        Firmware firmware = asked.get().firmware();
        BootMethod worked = asked.get().told().get().method();
        String key = machine.id().text();
        Optional<Stored> own = methods.find(connection, Scope.MACHINE.name(), key, firmware);
        boolean same = wishOfOthers(connection, machine.id(), firmware).method() == worked;
        if (own.filter(stored -> !stored.by().equals(LEARNED) || stored.method() == worked && !same).isPresent()) {
            return;
        }
        if (!same) {
            keep(writing, Scope.MACHINE, key, firmware, worked);
            learnOfClass(writing, machine, firmware, worked);
        } else if (own.isPresent()) {
            methods.remove(connection, Scope.MACHINE.name(), key, firmware);
            LOG.info("boot-method-as-set machine={} method={}", key, worked.label());
        }
    }

    private void learnOfClass(Ledger.Writing writing, Machine machine, Firmware firmware, BootMethod worked)
            throws SQLException {
        String name = methods.classOf(writing.connection(), machine.id());
        if (name.isEmpty() || methods.find(writing.connection(), Scope.CLASS.name(), name, firmware)
                .filter(stored -> !stored.by().equals(LEARNED)).isPresent()) {
            return;
        }
        int agreeing = 0;
        for (Stored one : methods.all(writing.connection())) {
            Optional<Machine> other = one.scope().equals(Scope.MACHINE.name()) && one.by().equals(LEARNED)
                    && one.firmware() == firmware && one.method() == worked
                    ? machine(writing.connection(), one.key()) : Optional.empty();
            agreeing += other.isPresent() && name.equals(methods.classOf(writing.connection(), other.get().id()))
                    ? 1 : 0;
        }
        if (agreeing >= AGREEING) {
            keep(writing, Scope.CLASS, name, firmware, worked);
        }
    }

    private void keep(Ledger.Writing writing, Scope scope, String key, Firmware firmware, BootMethod method)
            throws SQLException {
        methods.put(writing.connection(), new Stored(scope.name(), key, firmware, method, LEARNED, clock.instant()));
        writing.audit(Caller.APPLIANCE, "learn boot method", object(scope, key, firmware), "", quoted(method.label()));
        LOG.info("boot-method-learned scope={} key=\"{}\" firmware={} method={}", scope.name().toLowerCase(Locale.ROOT),
                key, firmware.label(), method.label());
    }
}
