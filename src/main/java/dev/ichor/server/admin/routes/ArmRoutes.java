package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.delete;
import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.post;

import dev.ichor.base.Problem;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Arming;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.ArmList;
import dev.ichor.server.admin.api.ArmPreview;
import dev.ichor.server.admin.api.ArmRequest;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Permissions to overwrite disks. */
final class ArmRoutes implements Group {
    private static final String TAG = "arms";
    /** Later than any arm was given. */
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    private final Services services;
    private final Found found;

    ArmRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(V1 + "/arms", "listArms").says(TAG, "List arms", "Newest first, of all machines or of one.")
                        .needs(Role.VIEWER).query(Parameter.text("machine", "Only of this machine."),
                                Parameter.flag("live", "Only those that live."), Parameter.cursor(),
                                Parameter.limit(100, 1000))
                        .refuses(404).gives(ArmList.class).does(this::list),
                get(MACHINE + "/arm/preview", "previewArm").says(TAG, "Show what an arm would overwrite",
                        "Disk by disk. Nothing is armed.").needs(Role.VIEWER)
                        .query(Parameter.word("purpose", "What it would allow.", "install", "wipe").needed(),
                                Parameter.text("disk", "Serial number of a disk to wipe; may be repeated. None for "
                                        + "`install`, where the roles say which.").repeated())
                        .gives(ArmPreview.class).does(this::preview),
                post(MACHINE + "/arm", "armMachine").says(TAG, "Allow disks to be overwritten",
                        "For minutes, once, exactly the disks that the preview showed, as long as the hardware is as "
                                + "in the fingerprint that was seen.").needs(Role.OPERATOR).takes(ArmRequest.class)
                        .refuses(412).gives(201, ArmView.class).does(this::arm),
                delete(MACHINE + "/arm", "disarmMachine").says(TAG, "End the permission at once",
                        "Needs no If-Match: to stop is always right.").needs(Role.OPERATOR).refuses(409)
                        .gives(ArmView.class).does(request -> Reply.of(ArmView.of(Refused.unless(
                                services.arming().disarm(found.machine(request).id(), request.caller()))))));
    }

    private Reply list(Request request) {
        Optional<MachineId> machine = request.text("machine").map(key -> services.machines().find(key)
                .orElseThrow(() -> Found.unknown(key)).id());
        Instant before = request.text("cursor").map(ArmRoutes::instant).orElse(END);
        List<Arming.Past> arms = services.arming().arms(machine, request.flag("live"), before, request.limit());
        Optional<String> next = arms.size() < request.limit() ? Optional.empty()
                : Optional.of(arms.getLast().arm().from().toString());
        return request.page(new ArmList(arms.stream().map(ArmView::of).toList(), next), next);
    }

    private static Instant instant(String cursor) {
        try {
            return Instant.parse(cursor);
        } catch (DateTimeException e) {
            throw new Refused(ProblemKind.MALFORMED, "?cursor: expected the next of the page before.");
        }
    }

    private Reply preview(Request request) {
        return Reply.of(ArmPreview.of(Refused.unless(services.arming().preview(found.machine(request).id(),
                purpose(request.text("purpose").orElseThrow()), request.all("disk")))));
    }

    private Reply arm(Request request) {
        Machines.View view = found.machine(request);
        ArmRequest asked = request.body(ArmRequest.class);
        Arm arm = Refused.unless(ArmRoutes::placed, services.arming().arm(view.id(),
                new Arming.Wish(purpose(asked.purpose()),
                asked.disks().orElse(List.of()), asked.fingerprint(),
                Duration.ofMinutes(asked.minutes().orElse(ArmRequest.MINUTES)), asked.confirm().orElse(List.of())),
                request.caller()));
        return Reply.created(ArmView.of(arm, view.id()), V1 + "/machines/" + view.id());
    }

    /** What the rules call the serials that were typed, the body calls confirm. */
    private static Problem placed(Problem problem) {
        return new Problem(problem.where().replaceFirst("^/named", "/confirm"), problem.what(), problem.mend());
    }

    private static Arm.Purpose purpose(String word) {
        return Arm.Purpose.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
