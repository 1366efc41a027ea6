package dev.ichor.server.admin.routes;

import dev.ichor.inventory.Declared;
import dev.ichor.provisioner.Declarations;
import dev.ichor.provisioner.Machines;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.api.ClaimView;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.ReasonBody;
import dev.ichor.server.admin.api.Snapshot;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import java.util.OptionalLong;

/** Finds the machine or cluster of a request and tells of it. */
final class Found {
    private final Services services;

    Found(Services services) {
        this.services = services;
    }

    /** @throws Refused if there is no such machine */
    Machines.View machine(Request request) {
        String key = request.path("key");
        return services.machines().find(key).orElseThrow(() -> unknown(key));
    }

    static Refused unknown(String key) {
        return new Refused(ProblemKind.NOT_FOUND, "No machine has the id, MAC, UUID or unique serial number '" + key
                + "'.");
    }

    /** The name of the cluster of a request. @throws Refused if there is no such cluster */
    String cluster(Request request) {
        String name = request.path("name");
        if (services.declarations().find(Declared.Kind.CLUSTER, name).isEmpty()) {
            throw new Refused(ProblemKind.NOT_FOUND, "There is no cluster '" + name + "'.");
        }
        return name;
    }

    /** The machine of a request that must say which version of it was seen. */
    Machines.View seen(Request request) {
        Machines.View view = machine(request);
        request.condition().seen(view.row().turn());
        return view;
    }

    /** The version that the request says; empty: whatever it is. */
    static OptionalLong version(Request request, Machines.View view) {
        return request.condition().seen(view.row().turn());
    }

    /** The machine as it is now. */
    Reply now(Machines.View before) {
        return reply(services.machines().find(before.id().text()).orElse(before));
    }

    Reply reply(Machines.View view) {
        return Reply.of(detail(view)).version(view.row().turn());
    }

    private MachineDetail detail(Machines.View view) {
        var machine = view.machine();
        return new MachineDetail(MachineSummary.of(view.row()),
                machine.place().flatMap(place -> services.declarations().find(Declared.Kind.NODE, place.node()))
                        .flatMap(Declarations.Item::address),
                machine.arm(services.clock().instant()).map(arm -> ArmView.of(arm, view.id())),
                machine.claims().stream().map(ClaimView::of).toList(),
                machine.obstacles().stream().map(ReasonBody::of).toList(), machine.installed(),
                view.fingerprint().map(Snapshot::of));
    }
}
