package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;

import dev.ichor.assets.AssetName;
import dev.ichor.assets.Needs;
import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.ConfigDiff;
import dev.ichor.server.admin.api.ConfigView;
import dev.ichor.server.admin.api.FindingList;
import dev.ichor.server.admin.api.SchematicView;
import dev.ichor.server.admin.api.ServedView;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import dev.ichor.talos.render.Rendering;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The configurations of nodes, before they are served. */
final class ConfigRoutes implements Group {
    static final String YAML = "application/yaml";
    private static final String TAG = "configurations";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Services services;
    private final Found found;
    private final Talosctl talosctl =
            new Talosctl(Optional.ofNullable(System.getenv("PATH")).orElse("/usr/local/bin:/usr/bin:/bin"), PATIENCE);

    ConfigRoutes(Services services) {
        this.services = services;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        String config = MACHINE + "/config";
        return List.of(
                get(config, "previewConfig").says(TAG, "Show what the machine would get",
                        "The configuration as it would be served now, and what was found about it. With `Accept: "
                                + "application/yaml` only its text.").needs(Role.VIEWER)
                        .query(Parameter.flag("clear", "With the secrets, which needs the role admin and is audited."))
                        .refuses(403, 409).gives(ConfigView.class).alsoAs(YAML).does(this::preview),
                get(config + "/diff", "diffConfig").says(TAG, "Compare it with what the machine got last",
                        "Secrets are hidden, whoever asks.").needs(Role.VIEWER).refuses(409).gives(ConfigDiff.class)
                        .does(this::difference),
                get(config + "/findings", "checkConfig").says(TAG, "Check what the machine would get",
                        "All findings at once. `talosctl` runs Talos's own check too, for at most 20 seconds.")
                        .needs(Role.VIEWER).query(Parameter.flag("talosctl", "Also ask `talosctl validate`, which "
                                + "needs the role operator.")).refuses(403, 409).gives(FindingList.class)
                        .does(this::findings),
                get(MACHINE + "/schematic", "getSchematic").says(TAG, "Show the Image Factory schematic that fits",
                        "The way to kernel arguments where the boot loader takes them from there. With `Accept: "
                                + "application/yaml` only what to send to an Image Factory.").needs(Role.VIEWER)
                        .refuses(409).gives(SchematicView.class).alsoAs(YAML).does(this::schematic));
    }

    private Installs.Preview preview(Request request, String flag, Role needed) {
        if (request.flag(flag) && !request.caller().role().mayDo(needed)) {
            throw new Refused(ProblemKind.FORBIDDEN, "?" + flag + "=true needs the role " + needed.label() + ".");
        }
        return Refused.unless(services.talos().installs().preview(found.machine(request).id()));
    }

    private Reply preview(Request request) {
        Installs.Preview preview = preview(request, "clear", Role.ADMIN);
        boolean clear = request.flag("clear");
        Rendering rendering = preview.rendering();
        Masked masked = new Masked(preview);
        String text = clear ? rendering.text() : masked.text();
        if (clear) {
            services.talos().installs().revealed(preview.machine(), request.caller());
        }
        Reply reply = request.accepts(YAML) ? Reply.text(YAML, text.stripTrailing())
                : Reply.of(new ConfigView(preview.machine(), preview.place().cluster(), preview.place().node(), text,
                        clear, rendering.hash(), !rendering.isRefused(), rendering.schematic(), rendering.installer(),
                        masked.findings(), preview.last().map(ServedView::of)));
        return clear ? reply.asSecret() : reply;
    }

    private Reply difference(Request request) {
        Installs.Preview preview = Refused.unless(services.talos().installs().preview(found.machine(request).id()));
        Sha256 now = preview.rendering().hash();
        return Reply.of(new ConfigDiff(preview.machine(), preview.last().map(ServedView::of), now,
                preview.last().filter(last -> last.hash().equals(now)).isPresent(), new Masked(preview).differences()));
    }

    private Reply findings(Request request) throws IOException {
        Installs.Preview preview = preview(request, "talosctl", Role.OPERATOR);
        Masked masked = new Masked(preview);
        Optional<FindingList.Talosctl> said = request.flag("talosctl")
                ? Optional.of(talosctl.validate(preview.rendering().text(), masked::mask)) : Optional.empty();
        return Reply.of(new FindingList(preview.machine(), !preview.rendering().isRefused(), masked.findings(), said));
    }

    private Reply schematic(Request request) {
        Installs.Preview preview = Refused.unless(services.talos().installs().preview(found.machine(request).id()));
        Rendering rendering = preview.rendering();
        if (request.accepts(YAML)) {
            return Reply.text(YAML, rendering.schematicYaml().stripTrailing());
        }
        return Reply.of(new SchematicView(preview.machine(), rendering.schematic(), rendering.schematicYaml(),
                rendering.installer(), assets(preview)));
    }

    private List<SchematicView.File> assets(Installs.Preview preview) {
        String schematic = preview.rendering().schematic().isEmpty() ? "default" : preview.rendering().schematic();
        return services.declarations().find(Declared.Kind.CLUSTER, preview.place().cluster()).stream()
                .map(item -> item.declared() instanceof Cluster cluster ? cluster.talos() : "")
                .flatMap(talos -> Stream.of(Needs.talosKernel(talos, schematic, Arch.X86_64),
                        Needs.talosInitramfs(talos, schematic, Arch.X86_64)))
                .map(name -> new SchematicView.File(name.text(), has(name))).toList();
    }

    private boolean has(AssetName name) {
        return services.assets().get().stream().anyMatch(asset -> asset.name().equals(name));
    }
}
