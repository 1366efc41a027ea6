package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.delete;
import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.post;
import static dev.ichor.server.admin.http.Drawn.put;

import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Arming;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.MachineList;
import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.NodeRequest;
import dev.ichor.server.admin.api.OrderAnswer;
import dev.ichor.server.admin.api.OrderRequest;
import dev.ichor.server.admin.api.PolicyTest;
import dev.ichor.server.admin.api.PolicyTestList;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Machines, their nodes and orders. */
final class MachineRoutes implements Group {
    private static final String TAG = "machines";
    private static final String SORTS = "first-seen,last-evidence,serial,node,stage";

    private final Services services;
    private final Found found;

    MachineRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    /** A decision about a machine that needs nothing but the machine. */
    private interface Decision {
        Outcome<MachineId> make(Arming arming, MachineId machine, Request request);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(V1 + "/machines", "listMachines").says(TAG, "List machines", "A page of them. How many fit is "
                                + "counted only if asked for: that takes longer the more there are.")
                        .needs(Role.VIEWER).query(filters()).gives(MachineList.class).does(this::list),
                get(MACHINE, "getMachine").says(TAG, "Show a machine", "The ETag counts its changes.")
                        .needs(Role.VIEWER).gives(MachineDetail.class)
                        .does(request -> found.reply(found.machine(request))),
                delete(MACHINE, "forgetMachine").says(TAG, "Forget a machine that is gone",
                        "It must be neither armed nor installed. Its events stay.").needs(Role.OPERATOR).conditional()
                        .refuses(409).does(this::forget),
                put(MACHINE + "/node", "assignMachine").says(TAG, "Make the machine a declared node",
                        "Its disks get the roles that the node declares, or the suggested ones.")
                        .needs(Role.OPERATOR).takes(NodeRequest.class).conditional().refuses(409)
                        .gives(MachineDetail.class).does(this::assign),
                decision("unassign", "unassignMachine", "Take its node and disk roles away", "The node stays declared.",
                        (arming, machine, request) -> arming.unassign(machine, request.caller())),
                decision("release", "releaseMachine", "Declare held machines different",
                        "A held machine and those it was confused with are different machines.",
                        (arming, machine, request) -> arming.release(machine, request.caller())),
                decision("adopt", "adoptMachine", "Let the machine boot its own disk",
                        "It runs from its own disk already, and is to boot it from now on.",
                        (arming, machine, request) -> arming.adopt(machine, request.caller())),
                get(MACHINE + "/policies", "testPolicies").says(TAG, "Compare all policies with the machine",
                        "The chosen one first, then those that match, then the rest; each condition with what the "
                                + "machine shows.").needs(Role.VIEWER).gives(PolicyTestList.class)
                        .does(this::policies),
                post(MACHINE + "/orders", "orderMachine").says(TAG, "Order the machine's agent",
                        "The order lives for minutes and is meant for the boot that runs.").needs(Role.OPERATOR)
                        .takes(OrderRequest.class).gives(OrderAnswer.class).does(this::order));
    }

    private static Parameter[] filters() {
        return new Parameter[] {
            Parameter.word("stage", "Only machines of this stage.", "discovered", "assigned", "armed", "installing",
                    "installed", "held"),
            Parameter.text("cluster", "Only nodes of this cluster."),
            Parameter.text("zone", "Only nodes of this zone."),
            Parameter.text("q", "Is part of id, serial number, product, node, a MAC or a disk's serial number."),
            Parameter.flag("person", "Only machines that wait for a person."),
            Parameter.word("sort", "By what they are sorted.", SORTS.split(",")).or("first-seen"),
            Parameter.flag("desc", "The other way round."),
            Parameter.flag("total", "Count how many there are on all pages."),
            Parameter.cursor(), Parameter.limit(100, 1000)};
    }

    private Route decision(String word, String operation, String summary, String about, Decision decision) {
        return post(MACHINE + "/" + word, operation).says(TAG, summary, about).needs(Role.OPERATOR).refuses(409)
                .gives(MachineDetail.class).does(request -> {
                    Machines.View view = found.machine(request);
                    Refused.unless(decision.make(services.arming(), view.id(), request));
                    return found.now(view);
                });
    }

    private Reply list(Request request) {
        Machines.Query query = new Machines.Query(request.text("stage"), request.text("cluster"), request.text("zone"),
                request.text("q"), request.flag("person"), sort(request.text("sort").orElseThrow()),
                request.flag("desc"), request.text("cursor"), request.limit());
        Machines.Page page = services.machines().page(query);
        Optional<Long> total = request.flag("total") ? Optional.of(services.machines().count(query)) : Optional.empty();
        return request.page(new MachineList(page.machines().stream().map(MachineSummary::of).toList(), page.next(),
                total), page.next());
    }

    private static Machines.Query.Sort sort(String word) {
        return Machines.Query.Sort.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private Reply forget(Request request) {
        Refused.unless(services.arming().forget(found.seen(request).id(), request.caller()));
        return Reply.done();
    }

    private Reply assign(Request request) {
        Machines.View view = found.seen(request);
        Refused.unless(services.arming().assign(view.id(), request.body(NodeRequest.class).node(), request.caller()));
        return found.now(view);
    }

    private Reply policies(Request request) {
        return Reply.of(new PolicyTestList(Refused.unless(services.arming().policies(found.machine(request).id()))
                .stream().map(PolicyTest::of).toList()));
    }

    private Reply order(Request request) {
        Machines.View view = found.machine(request);
        Machines.Order order = Machines.Order.valueOf(request.body(OrderRequest.class).order()
                .toUpperCase(Locale.ROOT).replace('-', '_'));
        return Reply.of(new OrderAnswer(view.id(), services.machines().order(view.id(), order,
                request.caller())));
    }
}
