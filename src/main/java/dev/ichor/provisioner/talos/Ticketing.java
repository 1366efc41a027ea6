package dev.ichor.provisioner.talos;

import dev.ichor.assets.Needs;
import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.ipxe.TalosImage;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.Consider;
import dev.ichor.provision.Readiness;
import dev.ichor.provision.Reason;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.Secrets;
import dev.ichor.store.ServedStore;
import dev.ichor.talos.boot.KernelArguments;
import dev.ichor.talos.boot.TicketMask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives tickets to machines that may install, and configurations to those who bring them back. Thread-safe. */
final class Ticketing implements Installs {
    /** How long the same machine may fetch the same once more: an answer can get lost. */
    static final Duration GRACE = Duration.ofMinutes(2);
    private static final Logger LOG = LoggerFactory.getLogger(Ticketing.class);
    private static final Duration CLOCK_STEP = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 3;

    private final Stores stores;
    private final Ledger ledger;
    private final Preparing preparing;
    private final Serving serving;
    private final Refusals refusals;
    private final Tickets tickets;
    private final TalosParts parts;
    private final InstantSource clock;

    Ticketing(Stores stores, Ledger ledger, Preparing preparing, Serving serving, ServedStore served, TalosParts parts,
              InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.preparing = preparing;
        this.serving = serving;
        this.refusals = new Refusals(stores, served);
        this.tickets = new Tickets(stores.database().inTransaction(
                connection -> Secrets.get(connection, "ticket-key", Tickets.KEY_BYTES)));
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public Readiness readiness(Machine machine, Arch arch) {
        Prepared prepared = preparing.lean(machine, arch);
        return new Readiness(prepared.obstacle().or(() -> missing(prepared.boot().orElseThrow(), arch)));
    }

    private Optional<Reason> missing(Prepared.Boot boot, Arch arch) {
        if (arch != Arch.X86_64 && arch != Arch.ARM64) {
            return Optional.of(new Reason("no-talos-assets", "There is no Talos for the architecture " + arch.label()
                    + "."));
        }
        List<String> missing = new ArrayList<>(List.of(kernel(boot, arch), initramfs(boot, arch)));
        missing.removeIf(parts.assets());
        return missing.isEmpty() ? Optional.empty() : Optional.of(new Reason("no-talos-assets",
                "The appliance does not have " + String.join(" and ", missing) + ": get it with 'ichor assets fetch"
                + " --talos " + boot.talos() + (boot.schematic().isEmpty() ? "" : " --schematic " + boot.schematic())
                + "'."));
    }

    private static String kernel(Prepared.Boot boot, Arch arch) {
        return Needs.talosKernel(boot.talos(), schematic(boot), arch).text();
    }

    private static String initramfs(Prepared.Boot boot, Arch arch) {
        return Needs.talosInitramfs(boot.talos(), schematic(boot), arch).text();
    }

    private static String schematic(Prepared.Boot boot) {
        return boot.schematic().isEmpty() ? "default" : boot.schematic();
    }

    @Override
    public Optional<TalosImage> image(Machine machine, Arm arm, Sighting asking, String url) {
        if (!readiness(machine, asking.arch()).isReady()) {
            return Optional.empty();
        }
        return preparing.lean(machine, asking.arch()).boot().map(boot -> {
            String ticket = tickets.issue(new Ticket(machine.id(), arm.id(), asking.boot(), asking.arch(),
                    boot.hash().hex().substring(0, Ticket.HASH), Tickets.until(asking.at()), asking.from()));
            String initramfs = initramfs(boot, asking.arch());
            return new TalosImage(kernel(boot, asking.arch()), initramfs,
                    secure(boot, asking.arch(), initramfs, TicketMask.PATH + ticket).orElseGet(() -> KernelArguments.of(
                            boot.contract(), asking.arch(), url + TicketMask.PATH + ticket, parts.sinks())));
        });
    }

    /** By HTTPS, if that Talos can be told whom to trust. */
    private Optional<String> secure(Prepared.Boot boot, Arch arch, String initramfs, String path) {
        if (parts.secure().isEmpty() || !KernelArguments.isToldWhomToTrust(boot.contract())) {
            return Optional.empty();
        }
        TalosParts.Secure secure = parts.secure().get();
        String arguments = KernelArguments.of(boot.contract(), arch, secure.url() + path, secure.early(),
                parts.sinks());
        if (!TalosImage.fits(initramfs, arguments)) {
            LOG.warn("configuration-by-http talos={} why=\"with the certificate to trust the kernel's command line"
                    + " would be too long\"", boot.talos());
            return Optional.empty();
        }
        return Optional.of(arguments);
    }

    @Override
    public Answer fetch(String ticket, Ipv4 from) {
        return answer(ticket, from, true);
    }

    @Override
    public Answer look(String ticket, Ipv4 from) {
        return answer(ticket, from, false);
    }

    /** A ticket in someone's hand. */
    private record Shown(Ticket ticket, Sha256 name, Ipv4 from, Instant at) {
    }

    private Answer answer(String text, Ipv4 from, boolean spend) {
        Instant now = clock.instant();
        Optional<Ticket> ticket = tickets.verify(text);
        if (ticket.isEmpty()) {
            return refuse(now, Optional.empty(), from, "unknown", "no ticket of this appliance");
        }
        Shown shown = new Shown(ticket.get(), Sha256.of(text.getBytes(StandardCharsets.US_ASCII)), from, now);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Machine> machine = stores.database().reading(
                    connection -> stores.machines().find(connection, shown.ticket().machine()));
            if (machine.isEmpty()) {
                return refuse(now, Optional.empty(), from, "unknown", "a ticket of a machine that is forgotten");
            }
            Optional<Answer> answer = answer(shown, machine.get(), spend);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return refuse(now, shown, "changed", "the machine changed while its configuration was made");
    }

    /** Empty if something changed meanwhile, so that it is to be tried again. */
    private Optional<Answer> answer(Shown shown, Machine machine, boolean spend) {
        Ticket ticket = shown.ticket();
        Optional<Mac> owner = parts.owner().apply(shown.from());
        boolean isPeer = owner.map(machine.identity().macs()::contains).orElse(ticket.asked().equals(shown.from()));
        if (!isPeer) {
            return no(shown, "other-machine", "asked for by " + owner.map(Mac::toString).orElse("an address that the"
                    + " machine did not have when it got the ticket"));
        }
        Optional<ServedStore.Served> before = serving.of(shown.name());
        if (before.isPresent()) {
            return again(shown, machine, before.get());
        }
        if (!shown.at().isBefore(ticket.until())
                || ticket.until().isAfter(Tickets.until(shown.at()).plus(CLOCK_STEP))) {
            return no(shown, "late", "the ticket was good until " + ticket.until());
        }
        Optional<MachineEvent> started = Consider.onInstall(machine, ticket.boot(), shown.at()).filter(event ->
                event instanceof MachineEvent.InstallStarted begun && begun.arm().equals(ticket.arm()));
        if (started.isEmpty()) {
            return over(shown, machine);
        }
        Prepared prepared = preparing.make(machine, ticket.arch());
        if (prepared.obstacle().isPresent()) {
            Reason why = prepared.obstacle().get();
            return no(shown, why.code().equals("config-refused") ? "not-valid" : "locked", why.text());
        }
        if (!prepared.boot().orElseThrow().hash().hex().startsWith(ticket.hash())) {
            return no(shown, "changed", "the configuration is not the one that the ticket was made for");
        }
        Optional<byte[]> bytes = spend ? serving.begin(machine, prepared, new Serving.Leaving(shown.name(),
                ticket.boot(), "ticket", shown.from(), shown.at()), started.get())
                : Optional.of(prepared.rendering().orElseThrow().text().getBytes(StandardCharsets.UTF_8));
        return bytes.map(text -> new Answer.Configuration(text, machine.id()));
    }

    /** The machine that fetched it may do so once more, while it is seen to have done nothing with it. */
    private Optional<Answer> again(Shown shown, Machine machine, ServedStore.Served before) {
        boolean waits = machine.stage() instanceof Stage.Installing stage
                && stage.boot().equals(shown.ticket().boot()) && stage.arm().id().equals(shown.ticket().arm())
                && !stage.progress().isHeard() && stage.arm().isLive(shown.at());
        boolean soon = shown.at().isBefore(before.at().plus(GRACE)) && !shown.at().isBefore(before.at().minus(
                CLOCK_STEP));
        if (!waits || !soon) {
            return no(shown, "used", "the ticket was used at " + before.at());
        }
        Optional<byte[]> bytes = serving.open(before);
        return bytes.isPresent() ? bytes.map(text -> new Answer.Configuration(text, machine.id()))
                : no(shown, "locked", "what was handed out cannot be opened any more");
    }

    private Optional<Answer> over(Shown shown, Machine machine) {
        boolean begun = machine.stage() instanceof Stage.Installing stage
                && stage.arm().id().equals(shown.ticket().arm()) || machine.stage() instanceof Stage.Installed;
        return begun ? no(shown, "used", "the installation that it was for has begun already")
                : no(shown, "disarmed", "the machine is not armed any more as it was when it got the ticket");
    }

    private Optional<Answer> no(Shown shown, String code, String why) {
        return Optional.of(refuse(shown.at(), shown, code, why));
    }

    private Answer refuse(Instant at, Shown shown, String code, String why) {
        return refuse(at, Optional.of(shown.ticket().machine()), shown.from(), code, why);
    }

    private Answer refuse(Instant at, Optional<MachineId> machine, Ipv4 from, String code, String why) {
        refusals.add(at, machine, from, code, why);
        return new Answer.Nothing(code);
    }

    @Override
    public Outcome<Preview> preview(MachineId id) {
        Optional<Machine> machine = stores.database().reading(connection -> stores.machines().find(connection, id));
        if (machine.isEmpty()) {
            return Outcome.refused(Outcome.Why.NOT_FOUND, id.text(), "there is no machine " + id, "");
        }
        if (machine.get().place().isEmpty()) {
            return Outcome.refused(Outcome.Why.CONFLICT, id.text(), id + " is no node, so it has no configuration",
                    "Assign it to a node first: 'ichor machines assign " + id + "'");
        }
        Prepared prepared = preparing.make(machine.get(), Arch.X86_64);
        if (prepared.rendering().isEmpty()) {
            return Outcome.refused(Outcome.Why.CONFLICT, id.text(), prepared.obstacle().orElseThrow().text(), "");
        }
        return new Outcome.Done<>(new Preview(id, machine.get().place().get(), prepared.rendering().get(),
                serving.last(machine.get())));
    }

    @Override
    public void revealed(MachineId machine, Caller by) {
        ledger.change(writing -> {
            writing.audit(by, "reveal configuration", machine.text(), "", "");
            return machine;
        });
    }

    @Override
    public List<Refusal> refusals(Optional<MachineId> machine, int limit) {
        return refusals.list(machine, limit);
    }
}
