package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Sha256;
import dev.ichor.machine.FingerprintDiff;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.provision.explain.Explain;
import dev.ichor.provision.explain.InstallNotes;
import dev.ichor.provision.explain.Situation;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.Account;
import dev.ichor.server.admin.api.Difference;
import dev.ichor.server.admin.api.FingerprintList;
import dev.ichor.server.admin.api.Snapshot;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.util.List;
import java.util.Optional;

/** What machines showed and said: fingerprints, and the account of their boots. */
final class EvidenceRoutes implements Group {
    private static final String TAG = "fingerprints";
    private static final int EXCHANGES = 2_000;
    private static final int TICKETS = 100;

    private final Services services;
    private final Found found;

    EvidenceRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        String all = MACHINE + "/fingerprints";
        return List.of(
                get(all, "listFingerprints").says(TAG, "List the machine's fingerprints", "Newest first.")
                        .needs(Role.VIEWER).gives(FingerprintList.class).does(request -> Reply.of(new FingerprintList(
                                services.machines().fingerprints(found.machine(request).id()).stream()
                                        .map(Snapshot::of).toList()))),
                get(all + "/{hash}", "getFingerprint").says(TAG, "Show a fingerprint", "").needs(Role.VIEWER)
                        .gives(Snapshot.class).does(request -> Reply.of(Snapshot.of(snapshot(request,
                                request.path("hash"))))),
                get(all + "/{hash}/raw", "getRawFingerprint").says(TAG, "Fetch the archive that it was read from",
                        "As the agent uploaded it: a compressed tar file.").needs(Role.ADMIN).gives("application/gzip")
                        .does(this::raw),
                get(all + "/{hash}/diff", "diffFingerprints").says(TAG, "Compare two fingerprints of the machine", "")
                        .needs(Role.VIEWER).query(Parameter.hash("from", "The earlier one.")).gives(Difference.class)
                        .does(this::difference),
                get(MACHINE + "/explain", "explainMachine").says("machines", "Explain the machine's boots",
                        "Findings and timeline. The key may be a MAC that the inventory does not know.")
                        .needs(Role.VIEWER).gives(Account.class).does(this::explain));
    }

    private Machines.Snapshot snapshot(Request request, String hash) {
        return services.machines().fingerprints(found.machine(request).id()).stream()
                .filter(one -> one.hash().hex().equalsIgnoreCase(hash)).findFirst()
                .orElseThrow(() -> new Refused(ProblemKind.NOT_FOUND, "The machine has no fingerprint " + hash + "."));
    }

    private Reply raw(Request request) {
        Sha256 hash = snapshot(request, request.path("hash")).hash();
        byte[] archive = services.machines().raw(hash).orElseThrow(() -> new Refused(ProblemKind.NOT_FOUND,
                "The archive of this fingerprint is gone."));
        return Reply.bytes("application/gzip", archive)
                .header("Content-Disposition", "attachment; filename=\"" + hash + ".tar.gz\"");
    }

    private Reply difference(Request request) {
        Machines.Snapshot to = snapshot(request, request.path("hash"));
        Machines.Snapshot from = snapshot(request, request.text("from").orElseThrow());
        return Reply.of(new Difference(from.hash(), to.hash(),
                FingerprintDiff.between(from.fingerprint(), to.fingerprint())));
    }

    private Reply explain(Request request) {
        String key = request.path("key");
        Optional<Machines.View> view = services.machines().find(key);
        if (view.isPresent()) {
            Machines.Row row = view.get().row();
            return account(row.id().text(), services.flights().of(row.identity().macs(), row.identity().uuid(),
                    EXCHANGES), new Told(row.stage(), row.person(), row.reason().text(), known(view.get())));
        }
        try {
            Mac mac = Mac.parse(key);
            return account(mac.toString(), services.flights().of(List.of(mac), Optional.empty(), EXCHANGES), new Told("",
                    false, "", InstallNotes.Known.NOTHING));
        } catch (Malformed e) {
            throw Found.unknown(key);
        }
    }

    /** What the inventory tells of a machine. */
    private record Told(String stage, boolean person, String reason, InstallNotes.Known known) {
    }

    private Reply account(String name, List<Exchange> seen, Told told) {
        Situation situation = new Situation(services.clock().instant(), services.proxy(), told.stage(), told.person(),
                told.reason(), services.foreignServers().get());
        return Reply.of(Account.of(name, InstallNotes.with(Explain.of(seen, situation), told.known(), situation.now()),
                services.flights().lost()));
    }

    private InstallNotes.Known known(Machines.View view) {
        return switch (view.machine().stage()) {
            case Stage.Armed _ -> new InstallNotes.Known(errors(view.id()), tickets(view.id()), Optional.empty());
            case Stage.Installing _, Stage.Installed _ -> new InstallNotes.Known(List.of(), tickets(view.id()),
                    disk(view));
            case Stage.Discovered _, Stage.Assigned _, Stage.Held _ -> InstallNotes.Known.NOTHING;
        };
    }

    /** Places and mends, without secrets. */
    private List<String> errors(MachineId machine) {
        return switch (services.talos().installs().preview(machine)) {
            case Outcome.Refused<Installs.Preview>(Outcome.Why _, List<Problem> problems) -> problems.stream()
                    .map(Problem::what).toList();
            case Outcome.Done<Installs.Preview>(Installs.Preview preview) -> new Masked(preview).findings().stream()
                    .filter(finding -> finding.severity().equals("error"))
                    .map(finding -> finding.where() + ": " + finding.what() + ".").toList();
        };
    }

    private List<InstallNotes.Ticket> tickets(MachineId machine) {
        return services.talos().installs().refusals(Optional.of(machine), TICKETS).stream()
                .map(one -> new InstallNotes.Ticket(one.at(), one.from().toString(), one.text())).toList();
    }

    private Optional<InstallNotes.Disk> disk(Machines.View view) {
        return view.fingerprint().map(snapshot -> snapshot.fingerprint().platform().firmware())
                .map(firmware -> new InstallNotes.Disk(firmware, services.talos().boots().of(view.id(), firmware)));
    }
}
