package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.put;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.roles.RoleSheet;
import dev.ichor.inventory.roles.RoleWish;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.provisioner.Arming;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.DiskEntry;
import dev.ichor.server.admin.api.DiskList;
import dev.ichor.server.admin.api.DiskSheet;
import dev.ichor.server.admin.api.RolesRequest;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Disks and their roles. */
final class DiskRoutes implements Group {
    private static final String TAG = "disks";

    private final Services services;
    private final Found found;

    DiskRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(V1 + "/disks", "listDisks").says(TAG, "List the disks of all machines",
                        "By machine; `limit` counts machines.").needs(Role.VIEWER)
                        .query(Parameter.text("q", "Is part of the disk's serial number or model, or of what names its "
                                + "machine."), Parameter.cursor(), Parameter.limit(100, 1000))
                        .gives(DiskList.class).does(this::list),
                get(MACHINE + "/disks", "getDiskSheet").says(TAG, "Show the machine's disks and their roles",
                        "The role that each has and the one that it should have, with reasons. The ETag counts the "
                                + "machine's changes.").needs(Role.VIEWER).gives(DiskSheet.class)
                        .does(request -> reply(Refused.unless(services.arming().sheet(found.machine(request).id())))),
                put(MACHINE + "/roles", "setRoles").says(TAG, "Give disks roles",
                        "All of them or none. Disks that are not named keep the role they have. A disk that carries "
                                + "something gets a role that is written to only if its serial number is confirmed.")
                        .needs(Role.OPERATOR).takes(RolesRequest.class).conditional().refuses(409)
                        .gives(DiskSheet.class).does(this::set));
    }

    private static Reply reply(Arming.Sheet sheet) {
        return Reply.of(DiskSheet.of(sheet)).version(sheet.turn());
    }

    private Reply set(Request request) {
        Machines.View view = found.machine(request);
        OptionalLong turn = Found.version(request, view);
        RoleSheet sheet = Refused.unless(services.arming().sheet(view.id())).sheet();
        List<RoleWish> wishes = wishes(request.body(RolesRequest.class).disks(), sheet);
        return reply(Refused.unless(DiskRoutes::placed, services.arming().setRoles(view.id(), wishes, turn,
                request.caller())));
    }

    /** What the rules call the serial that was typed, the body calls confirm. */
    private static Problem placed(Problem problem) {
        return new Problem(problem.where().replaceFirst("^(/disks/[0-9]+)/serial$", "$1/confirm"), problem.what(),
                problem.mend());
    }

    private static List<RoleWish> wishes(List<RolesRequest.Wish> asked, RoleSheet sheet) {
        Problems problems = new Problems();
        List<RoleWish> wishes = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            RolesRequest.Wish wish = asked.get(i);
            List<RoleSheet.Row> fitting = sheet.disks().stream().filter(row -> row.disk().serial().equals(wish.serial())
                    && wish.wwid().map(row.disk().wwid()::equals).orElse(true)).toList();
            if (fitting.size() == 1) {
                wishes.add(new RoleWish(fitting.getFirst().disk(), role(wish.role()), wish.keep().orElse(false),
                        wish.confirm().orElse("")));
            } else {
                problems.add("/disks/" + i + "/serial", fitting.isEmpty() ? "the machine shows no such disk"
                        : fitting.size() + " disks of the machine have this serial number",
                        fitting.isEmpty() ? "" : "Name the wwid too.");
            }
        }
        if (!problems.isEmpty()) {
            throw Refused.of(ProblemKind.INVALID, problems.list());
        }
        return wishes;
    }

    private static DiskRole role(String word) {
        try {
            return DiskRole.parse(word);
        } catch (Malformed e) {
            throw new Refused(ProblemKind.INVALID, e.getMessage());
        }
    }

    private Reply list(Request request) {
        Optional<String> text = request.text("q");
        Machines.Page page = services.machines().page(new Machines.Query(Optional.empty(), Optional.empty(),
                Optional.empty(), text, false, Machines.Query.Sort.FIRST_SEEN, false, request.text("cursor"),
                request.limit()));
        List<DiskEntry> disks = new ArrayList<>();
        for (Machines.Row row : page.machines()) {
            services.machines().find(row.id().text()).ifPresent(view -> disks.addAll(chosen(view, text)));
        }
        return request.page(new DiskList(disks, page.next()), page.next());
    }

    /** The disks that the text is part of; all, if it is part of none and so names the machine. */
    private static List<DiskEntry> chosen(Machines.View view, Optional<String> text) {
        List<DiskEntry> all = view.fingerprint().map(print -> print.fingerprint().disks()).orElse(List.of()).stream()
                .map(disk -> entry(view, disk)).toList();
        List<DiskEntry> named = all.stream().filter(disk -> text.filter(t -> (disk.disk().serial() + "\n"
                + disk.model()).toLowerCase(Locale.ROOT).contains(t.toLowerCase(Locale.ROOT))).isPresent()).toList();
        return named.isEmpty() ? all : named;
    }

    private static DiskEntry entry(Machines.View view, Disk disk) {
        Optional<DiskClaim> claim = view.machine().claim(disk.id());
        return new DiskEntry(view.id(), view.row().place().map(place -> place.node()).orElse(""), disk.id(),
                disk.model(), disk.kernelName(), disk.transport().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                disk.contents().stream().map(Contents::describe).toList(), disk.isBlank(),
                claim.map(c -> c.role().label()), claim.map(DiskClaim::keep).orElse(false));
    }
}
