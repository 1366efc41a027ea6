package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.post;

import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.talos.NodeReports;
import dev.ichor.provisioner.talos.Push;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.NodeLineList;
import dev.ichor.server.admin.api.PushAnswer;
import dev.ichor.server.admin.api.PushRequest;
import dev.ichor.server.admin.api.RefusalList;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Nodes while they install and run: what they say, tickets that were refused, configurations that are pushed. */
final class NodeRoutes implements Group {
    private static final String TAG = "installations";
    private static final String PLAIN = "text/plain";

    private final Services services;
    private final Found found;

    NodeRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        Parameter limit = Parameter.limit(100, 1000);
        return List.of(
                get(MACHINE + "/log", "getNodeLog").says(TAG, "Show what the machine's node said",
                        "Its events and its kernel's lines, oldest first: the newest, or those after a number. With "
                                + "`Accept: text/plain` as lines.").needs(Role.VIEWER)
                        .query(Parameter.whole("after", "Only lines after this number.", 0, Long.MAX_VALUE), limit)
                        .gives(NodeLineList.class).alsoAs(PLAIN).does(this::log),
                get(V1 + "/refusals", "listRefusals").says(TAG, "List the tickets that were refused",
                        "Newest first, of all machines and of nobody's.").needs(Role.VIEWER).query(limit)
                        .gives(RefusalList.class).does(request -> refusals(request, Optional.empty())),
                get(MACHINE + "/refusals", "listMachineRefusals").says(TAG, "List the machine's tickets that were "
                                + "refused", "Newest first.").needs(Role.VIEWER).query(limit).gives(RefusalList.class)
                        .does(request -> refusals(request, Optional.of(found.machine(request).id()))),
                post(MACHINE + "/push", "pushConfig").says(TAG, "Give a waiting node its configuration",
                        "To a node in Talos's maintenance mode, in place of a boot over the network. The machine must "
                                + "be armed to install; the node is asked first, always.").needs(Role.OPERATOR)
                        .takes(PushRequest.class).gives(PushAnswer.class).does(this::push));
    }

    private Reply log(Request request) {
        Machines.View view = found.machine(request);
        OptionalLong after = request.text("after").map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
        List<NodeReports.Line> lines = services.talos().reports().lines(view.id(), after, request.limit());
        return request.accepts(PLAIN) ? Reply.text(PLAIN + "; charset=utf-8", lines.stream().map(NodeRoutes::plain)
                .collect(Collectors.joining("\n"))) : Reply.of(NodeLineList.of(lines, after.orElse(0)));
    }

    private static String plain(NodeReports.Line line) {
        return line.number() + " " + line.at() + " " + line.source().name().toLowerCase(Locale.ROOT) + " "
                + line.level() + " " + line.text().replaceAll("\\p{Cntrl}", " ");
    }

    private Reply refusals(Request request, Optional<MachineId> machine) {
        return Reply.of(RefusalList.of(services.talos().installs().refusals(machine, request.limit())));
    }

    private Reply push(Request request) {
        Machines.View view = found.machine(request);
        PushRequest asked = request.body(PushRequest.class);
        Push.Answer answer = Refused.unless(services.talos().push().push(view.id(), asked.address(),
                asked.dryRun().orElse(false), request.caller()));
        return Reply.of(new PushAnswer(view.id(), answer.dryRun(), answer.version(), answer.warnings()));
    }
}
