package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.delete;
import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.post;
import static dev.ichor.server.admin.http.Drawn.put;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Declared;
import dev.ichor.provisioner.Declarations;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.server.admin.api.DeclaredList;
import dev.ichor.server.admin.api.ExportAnswer;
import dev.ichor.server.admin.api.FileBody;
import dev.ichor.server.admin.api.PlanAnswer;
import dev.ichor.server.admin.api.PlanRequest;
import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import dev.ichor.yaml.Pointer;
import dev.ichor.yaml.inventory.InventoryFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clusters, nodes and policies, one by one and as a folder of files. */
final class DeclaredRoutes implements Group {
    private static final int ONE = 256 << 10;
    /** Where something stands in a body, as {@link dev.ichor.yaml.Mark} writes it. */
    private static final Pattern READ = Pattern.compile("[a-z]+/[^#:]*:([0-9]+)(?: .*)?", Pattern.DOTALL);

    private final Services services;

    DeclaredRoutes(Services services) {
        this.services = services;
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Declared.Kind kind : Declared.Kind.values()) {
            routes.addAll(routes(kind));
        }
        String inventory = V1 + "/inventory/";
        routes.add(post(inventory + "plan", "planInventory").says("inventory", "Show what files would change",
                "Nothing is changed.").needs(Role.VIEWER).takes(new Body.Of(PlanRequest.class, Body.LARGE))
                .gives(PlanAnswer.class).does(request -> {
                    PlanRequest asked = request.body(PlanRequest.class);
                    return Reply.of(PlanAnswer.of(Refused.unless(services.declarations().plan(files(asked),
                            asked.prune().orElse(false)))));
                }));
        routes.add(post(inventory + "apply", "applyInventory").says("inventory", "Make the world what files say",
                "All of it or nothing.").needs(Role.OPERATOR).takes(new Body.Of(PlanRequest.class, Body.LARGE))
                .gives(PlanAnswer.class).does(request -> {
                    PlanRequest asked = request.body(PlanRequest.class);
                    return Reply.of(PlanAnswer.of(Refused.unless(services.declarations().apply(files(asked),
                            asked.prune().orElse(false), request.caller()))));
                }));
        routes.add(get(inventory + "export", "exportInventory").says("inventory", "Fetch the files of this world",
                "As they were applied, with their comments, where nothing changed since.").needs(Role.VIEWER)
                .gives(ExportAnswer.class).does(request -> Reply.of(new ExportAnswer(services.declarations().export()
                        .stream().sorted(Comparator.comparing(InventoryFile::path)).map(FileBody::of).toList()))));
        return routes;
    }

    private static List<InventoryFile> files(PlanRequest asked) {
        return asked.files().stream().map(FileBody::file).toList();
    }

    private List<Route> routes(Declared.Kind kind) {
        String tag = kind.folder();
        String word = kind.label().toLowerCase(Locale.ROOT);
        String all = V1 + "/" + tag;
        return List.of(
                get(all, "list" + plural(kind)).says(tag, "List " + tag, "By name.").needs(Role.VIEWER)
                        .query(Parameter.text("q", "Is part of the name."), Parameter.cursor(),
                                Parameter.limit(100, 1000))
                        .gives(DeclaredList.class).does(request -> list(request, kind)),
                get(all + "/{name}", "get" + kind.label()).says(tag, "Show a " + word, "The ETag counts its changes.")
                        .needs(Role.VIEWER).gives(DeclaredItem.class).does(request -> reply(found(request, kind))),
                put(all + "/{name}", "put" + kind.label()).says(tag, "Declare a " + word,
                        "Anew (If-Match) or for the first time (If-None-Match: *). The body is the declaration as it "
                                + "would stand in a file, as YAML or JSON.").needs(Role.OPERATOR)
                        .takes(new Body.Declaration(ONE)).conditional()
                        .gives(200, DeclaredItem.class, 201).does(request -> declare(request, kind)),
                delete(all + "/{name}", "delete" + kind.label()).says(tag, "Delete a " + word,
                        "Not while something needs it.").needs(Role.OPERATOR).conditional()
                        .refuses(kind == Declared.Kind.POLICY ? new Integer[0] : new Integer[] {409})
                        .does(request -> remove(request, kind)));
    }

    private static String plural(Declared.Kind kind) {
        return kind.folder().substring(0, 1).toUpperCase(Locale.ROOT) + kind.folder().substring(1);
    }

    private static Reply reply(Declarations.Item item) {
        return Reply.of(Items.of(item)).version(item.version());
    }

    private Declarations.Item found(Request request, Declared.Kind kind) {
        String name = request.path("name");
        return services.declarations().find(kind, name).orElseThrow(() -> new Refused(ProblemKind.NOT_FOUND,
                "There is no " + kind.label().toLowerCase(Locale.ROOT) + " '" + name + "'."));
    }

    private Reply list(Request request, Declared.Kind kind) {
        Optional<String> text = request.text("q");
        List<Declarations.Item> all = services.declarations().list(kind).stream()
                .filter(item -> text.map(t -> item.declared().name().contains(t)).orElse(true))
                .sorted(Comparator.comparing(item -> item.declared().name())).toList();
        Paging.Page<Declarations.Item> page = Paging.of(all, item -> item.declared().name(), request);
        return request.page(new DeclaredList(page.items().stream().map(Items::of).toList(), page.next(), all.size()),
                page.next());
    }

    private Reply declare(Request request, Declared.Kind kind) {
        String name = request.path("name");
        Optional<Declarations.Item> now = services.declarations().find(kind, name);
        OptionalLong version;
        if (now.isPresent()) {
            version = request.condition().seen(now.get().version());
        } else {
            request.condition().seenAbsent();
            version = OptionalLong.of(0);
        }
        Declarations.Item item = Refused.unless(DeclaredRoutes::pointed, services.declarations().put(kind, name,
                request.body(String.class), version, request.caller()));
        return now.isPresent() ? reply(item)
                : reply(item).status(201).header("Location", V1 + "/" + kind.folder() + "/" + name);
    }

    /** The reader names file, line and path; the body is the file, so the path becomes a pointer into it. */
    private static Problem pointed(Problem problem) {
        Matcher read = READ.matcher(problem.where());
        return read.matches() ? new Problem(Pointer.ofProblem(problem.where()), "line " + read.group(1) + ": "
                + problem.what(), problem.mend()) : problem;
    }

    private Reply remove(Request request, Declared.Kind kind) {
        Declarations.Item now = found(request, kind);
        Refused.unless(services.declarations().delete(kind, now.declared().name(),
                request.condition().seen(now.version()), request.caller()));
        return Reply.done();
    }
}
