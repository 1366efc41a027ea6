package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.post;

import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.GivenList;
import dev.ichor.server.admin.api.GivenView;
import dev.ichor.server.admin.api.ProofsAnswer;
import dev.ichor.server.admin.api.ProofsRequest;
import dev.ichor.server.admin.api.RunEnd;
import dev.ichor.server.admin.api.RunList;
import dev.ichor.server.admin.api.RunRequest;
import dev.ichor.server.admin.api.RunView;
import dev.ichor.server.admin.api.StepReport;
import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is done with a cluster's hand-off: bundles that are given out, runs, and what those measured. */
final class HandoffRunRoutes implements Group {
    private static final String RUNS = HandoffRoutes.HANDOFF + "/runs";
    private static final String BUNDLES = HandoffRoutes.HANDOFF + "/bundles";
    /** Of every pair of many nodes there is a proof. */
    private static final int PROOFS = 4 << 20;
    private static final int ALL = 1000;

    private final Services services;
    private final Found found;

    HandoffRunRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(BUNDLES, "listBundles").says(HandoffRoutes.TAG, "List the bundles that were given out",
                        "Newest first.").needs(Role.VIEWER).gives(GivenList.class)
                        .does(request -> Reply.of(new GivenList(desk().given(found.cluster(request)).stream()
                                .map(GivenView::of).toList()))),
                post(BUNDLES, "giveBundle").says(HandoffRoutes.TAG, "Keep the bundle as it is now",
                        "So that later ones can be compared with it; the same one is kept once. 409 with every error "
                                + "of the plan.").needs(Role.OPERATOR).gives(201, GivenView.class).does(this::give),
                get(RUNS, "listRuns").says(HandoffRoutes.TAG, "List the runs", "Newest first, with their steps.")
                        .needs(Role.VIEWER).query(Parameter.limit(20, ALL)).gives(RunList.class)
                        .does(request -> Reply.of(new RunList(desk().runs(found.cluster(request), request.limit())
                                .stream().map(RunView::of).toList()))),
                post(RUNS, "beginRun").says(HandoffRoutes.TAG, "Begin a run",
                        "The caller installs the bundle, and reports each step. A run that was not ended is stopped. "
                                + "409 while a gate is red, or unknown and not named.").needs(Role.OPERATOR)
                        .takes(RunRequest.class).gives(201, RunView.class).does(this::begin),
                post(RUNS + "/{run}/steps", "reportStep").says(HandoffRoutes.TAG, "Report a step of a run",
                        "The latest word of a step is kept.").needs(Role.OPERATOR).takes(StepReport.class)
                        .gives(RunView.class).does(this::report),
                post(RUNS + "/{run}/end", "endRun").says(HandoffRoutes.TAG, "End a run", "").needs(Role.OPERATOR)
                        .takes(RunEnd.class).gives(RunView.class).does(request -> Reply.of(RunView.of(Refused.unless(
                                desk().end(run(request), request.body(RunEnd.class).outcome(), request.caller()))))),
                post(HandoffRoutes.HANDOFF + "/proofs", "proveNodes").says(HandoffRoutes.TAG,
                        "Tell what was measured on the nodes", "Gates read it. It counts as measured when it is told.")
                        .needs(Role.OPERATOR).takes(new Body.Of(ProofsRequest.class, PROOFS)).gives(ProofsAnswer.class)
                        .does(this::prove));
    }

    private HandoffDesk desk() {
        return services.handoff();
    }

    private Reply give(Request request) {
        String cluster = request.path("name");
        return Reply.created(GivenView.of(Refused.unless(desk().give(cluster, request.caller()))),
                place(cluster, "/bundles"));
    }

    private static String place(String cluster, String rest) {
        return V1 + "/clusters/" + cluster + "/handoff" + rest;
    }

    private Reply begin(Request request) {
        String cluster = request.path("name");
        List<String> overrides = request.body(RunRequest.class).overrides().orElse(List.of());
        return Reply.created(RunView.of(Refused.unless(desk().begin(cluster, overrides, request.caller()))),
                place(cluster, "/runs"));
    }

    /** The id of a run of this cluster. */
    private String run(Request request) {
        String id = request.path("run");
        String cluster = found.cluster(request);
        if (desk().runs(cluster, ALL).stream().noneMatch(run -> run.id().equals(id))) {
            throw new Refused(ProblemKind.NOT_FOUND, "The cluster " + cluster + " has no run '" + id + "'.");
        }
        return id;
    }

    private Reply report(Request request) {
        StepReport said = request.body(StepReport.class);
        HandoffDesk.Step step = new HandoffDesk.Step(said.number(), said.name(), said.state(),
                said.detail().orElse(""), said.results().orElse(Map.of()), services.clock().instant());
        return Reply.of(RunView.of(Refused.unless(desk().report(run(request), step, request.caller()))));
    }

    private Reply prove(Request request) {
        Instant now = services.clock().instant();
        List<Proof> proofs = request.body(ProofsRequest.class).items().stream().map(item -> item.proof(now)).toList();
        if (proofs.isEmpty()) {
            throw new Refused(ProblemKind.INVALID, "There are no proofs: say at least one.");
        }
        return Reply.of(new ProofsAnswer(Refused.unless(desk().prove(request.path("name"), proofs,
                request.caller()))));
    }
}
