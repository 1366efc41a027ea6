package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;

import dev.ichor.base.Problem;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleArchive;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.BundleDifference;
import dev.ichor.server.admin.api.BundleView;
import dev.ichor.server.admin.api.GateList;
import dev.ichor.server.admin.api.HandoffPlanView;
import dev.ichor.server.admin.api.TimelineList;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.util.List;
import java.util.OptionalLong;

/** What a cluster's hand-off to Mayastor would be: plan, gates, bundle. Nothing here changes anything. */
final class HandoffRoutes implements Group {
    static final String TAG = "handoff";
    static final String HANDOFF = V1 + "/clusters/{name}/handoff";
    static final String GZIP = "application/gzip";
    private static final Parameter HANDS_FREE = Parameter.flag("hands-free", "With the Job that installs without a "
            + "person: 409 while a gate is red, or unknown and not named by `allow`.");
    private static final Parameter ALLOW = Parameter.text("allow", "Name of an unknown gate that the caller lets pass; "
            + "matters to `hands-free` only.").repeated();

    private final Services services;
    private final Found found;

    HandoffRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(HANDOFF + "/plan", "planHandoff").says(TAG, "Show what the hardware gives to Mayastor",
                        "Capacity, failure domains, pools, and everything that was found. A plan with errors is "
                                + "shown too; it has no bundle.").needs(Role.VIEWER).refuses(409)
                        .gives(HandoffPlanView.class).does(request -> Reply.of(HandoffPlanView.of(Refused.unless(
                                desk().plan(request.path("name")))))),
                get(HANDOFF + "/gates", "checkHandoff").says(TAG, "Check whether Mayastor can be installed",
                        "All gates, looked at now.").needs(Role.VIEWER).refuses(409).gives(GateList.class)
                        .does(request -> Reply.of(GateList.of(Refused.unless(desk().gates(request.path("name")))))),
                get(HANDOFF + "/bundle", "getBundle").says(TAG, "Show the bundle as it would be now",
                        "Its files with their hashes. With `Accept: application/gzip` a tar.gz of all of them, the "
                                + "same bytes for the same plan. 409 with every error of the plan.")
                        .needs(Role.VIEWER).query(HANDS_FREE, ALLOW, Parameter.flag("texts", "With the text of each "
                                + "file.")).refuses(409).gives(BundleView.class).alsoAs(GZIP).does(this::bundle),
                get(HANDOFF + "/bundle/file", "getBundleFile").says(TAG, "Fetch one file of the bundle",
                        "As text in its own media type.").needs(Role.VIEWER)
                        .query(Parameter.text("path", "Of the file, within the bundle.").needed(), HANDS_FREE, ALLOW)
                        .refuses(409).gives(BundleTypes.ANY).does(this::file),
                get(HANDOFF + "/diff", "diffBundle").says(TAG, "Compare it with the bundle that was given out last",
                        "Each file that differs, with what that means for the cluster that runs.").needs(Role.VIEWER)
                        .refuses(409).gives(BundleDifference.class).does(request -> Reply.of(BundleDifference.of(
                                Refused.unless(desk().difference(request.path("name")))))),
                get(HANDOFF + "/timeline", "getHandoffTimeline").says(TAG, "Show what happened to the hand-off",
                        "Gates that changed, bundles, runs and their steps, oldest first: the newest, or those after "
                                + "a number.").needs(Role.VIEWER)
                        .query(Parameter.whole("after", "Only lines after this number.", 0, Long.MAX_VALUE),
                                Parameter.limit(100, 1000))
                        .gives(TimelineList.class).does(this::timeline));
    }

    private HandoffDesk desk() {
        return services.handoff();
    }

    private Bundle made(Request request) {
        String cluster = request.path("name");
        boolean handsFree = request.flag("hands-free");
        Bundle bundle = Refused.unless(desk().bundle(cluster, handsFree));
        if (handsFree) {
            passed(Refused.unless(desk().gates(cluster)), request.all("allow"));
        }
        return bundle;
    }

    private static void passed(List<Gate> gates, List<String> allowed) {
        List<Problem> strangers = allowed.stream().filter(name -> gates.stream().noneMatch(gate ->
                gate.name().equals(name))).map(name -> new Problem("?allow", "there is no gate '" + name + "'",
                "The gates are " + String.join(", ", gates.stream().map(Gate::name).toList()))).toList();
        if (!strangers.isEmpty()) {
            throw Refused.of(ProblemKind.MALFORMED, strangers);
        }
        List<Problem> closed = gates.stream().filter(gate -> isClosed(gate, allowed))
                .map(gate -> new Problem(gate.name(), gate.evidence(), gate.mend())).toList();
        if (!closed.isEmpty()) {
            throw Refused.of(ProblemKind.CONFLICT, closed);
        }
    }

    private static boolean isClosed(Gate gate, List<String> allowed) {
        return switch (gate.state()) {
            case GREEN -> false;
            case RED -> true;
            case UNKNOWN -> !allowed.contains(gate.name());
        };
    }

    private Reply bundle(Request request) {
        Bundle bundle = made(request);
        if (!request.accepts(GZIP)) {
            return Reply.of(BundleView.of(bundle, request.flag("texts")));
        }
        return Reply.bytes(GZIP, BundleArchive.of(bundle)).header("ETag", "\"" + bundle.hash().hex() + "\"")
                .header("Content-Disposition", "attachment; filename=\"" + BundleArchive.fileName(bundle) + "\"");
    }

    private Reply file(Request request) {
        Bundle bundle = made(request);
        String path = request.text("path").orElseThrow();
        BundleFile file = bundle.file(path).orElseThrow(() -> new Refused(ProblemKind.NOT_FOUND, "The bundle of "
                + bundle.cluster() + " has no file '" + path + "'. GET .../handoff/bundle lists them."));
        String text = file.text();
        return Reply.text(BundleTypes.of(path), text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    private Reply timeline(Request request) {
        String cluster = found.cluster(request);
        OptionalLong after = request.text("after").map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
        return Reply.of(TimelineList.of(desk().timeline(cluster, after, request.limit()), after.orElse(0)));
    }
}
