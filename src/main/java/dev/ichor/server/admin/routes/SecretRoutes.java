package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.delete;
import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.post;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.talos.ClusterKeys;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.FreshConfig;
import dev.ichor.server.admin.api.KubeconfigRequest;
import dev.ichor.server.admin.api.MintedList;
import dev.ichor.server.admin.api.MintedView;
import dev.ichor.server.admin.api.SecretsAnswer;
import dev.ichor.server.admin.api.SecretsFile;
import dev.ichor.server.admin.api.SecretsRequest;
import dev.ichor.server.admin.api.SecretsView;
import dev.ichor.server.admin.api.TalosconfigRequest;
import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import dev.ichor.talos.secrets.KubeUser;
import dev.ichor.talos.secrets.TalosRole;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clusters' secrets, and the certificates that are made with them. What an answer of these holds is not kept. */
final class SecretRoutes implements Group {
    private static final String CLUSTER = V1 + "/clusters/{name}";
    private static final String SECRETS = CLUSTER + "/secrets";
    /** A file of the most bytes that are read, as a JSON string. */
    private static final int FILE = 2 << 20;
    private static final int MINUTES = 720;

    private final Services services;

    SecretRoutes(Services services) {
        this.services = services;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(SECRETS, "getSecrets").says("clusters", "Show what may be told of a cluster's secrets",
                        "Also of a cluster that is declared no more, until they are forgotten.").needs(Role.VIEWER)
                        .gives(SecretsAnswer.class).does(request -> Reply.of(new SecretsAnswer(state(request)
                                .map(state -> SecretsView.of(state, now()))))),
                post(SECRETS, "createSecrets").says("clusters", "Make or import a cluster's secrets",
                        "Refused if it has others. To make new ones takes some seconds.").needs(Role.ADMIN)
                        .takes(new Body.Of(SecretsRequest.class, FILE)).gives(201, SecretsView.class)
                        .does(this::create),
                delete(SECRETS, "forgetSecrets").says("clusters", "Forget a cluster's secrets",
                        "Only of a cluster that is declared no more and has no machines. They are lost then.")
                        .needs(Role.ADMIN).refuses(409).does(this::forget),
                post(SECRETS + "/export", "exportSecrets").says("clusters", "Fetch a cluster's secrets",
                        "As `secrets.yaml`: who has it is the cluster's master.").needs(Role.ADMIN)
                        .gives(SecretsFile.class).does(request -> Reply.of(new SecretsFile(Refused.unless(keys()
                                .export(request.path("name"), request.caller())))).asSecret()),
                post(CLUSTER + "/talosconfig", "createTalosconfig").says("clusters", "Make a talosconfig",
                        "With a fresh client certificate, which cannot be revoked.").needs(Role.ADMIN)
                        .takes(TalosconfigRequest.class).gives(201, FreshConfig.class).does(this::talosconfig),
                post(CLUSTER + "/kubeconfig", "createKubeconfig").says("clusters", "Make a kubeconfig",
                        "With a fresh client certificate, which cannot be revoked.").needs(Role.ADMIN)
                        .takes(KubeconfigRequest.class).gives(201, FreshConfig.class).does(this::kubeconfig),
                get(CLUSTER + "/minted", "listMinted").says("clusters", "List client certificates",
                        "Those of talosconfig and kubeconfig files that were made, newest first.").needs(Role.VIEWER)
                        .query(Parameter.limit(100, 1000)).gives(MintedList.class).does(this::minted));
    }

    private ClusterKeys keys() {
        return services.talos().keys();
    }

    private Instant now() {
        return services.clock().instant();
    }

    private Optional<ClusterKeys.State> state(Request request) {
        return Refused.unless(keys().state(request.path("name")));
    }

    private Reply create(Request request) {
        String cluster = request.path("name");
        Optional<byte[]> file = request.body(SecretsRequest.class).file()
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Outcome<ClusterKeys.State> made = file.isPresent() ? keys().take(cluster, file.get(), request.caller())
                : keys().make(cluster, request.caller());
        return Reply.created(SecretsView.of(Refused.unless(made), now()), V1 + "/clusters/" + cluster + "/secrets");
    }

    private Reply forget(Request request) {
        Refused.unless(keys().forget(request.path("name"), request.caller()));
        return Reply.done();
    }

    private Reply talosconfig(Request request) {
        TalosconfigRequest asked = request.body(TalosconfigRequest.class);
        return fresh(request, keys().talosconfig(request.path("name"), roles(asked.roles()), life(asked.minutes()),
                asked.endpoints().orElse(List.of()), request.caller()));
    }

    private static List<TalosRole> roles(Optional<List<String>> words) {
        Problems problems = new Problems();
        List<TalosRole> roles = new ArrayList<>();
        List<String> all = words.orElse(List.of(TalosRole.ADMIN.text()));
        for (int i = 0; i < all.size(); i++) {
            try {
                roles.add(TalosRole.parse(all.get(i)));
            } catch (Malformed e) {
                problems.add("/roles/" + i, e.getMessage(), "");
            }
        }
        if (!problems.isEmpty()) {
            throw Refused.of(ProblemKind.INVALID, problems.list());
        }
        return roles;
    }

    private static Duration life(Optional<Integer> minutes) {
        return Duration.ofMinutes(minutes.orElse(MINUTES));
    }

    private Reply kubeconfig(Request request) {
        KubeconfigRequest asked = request.body(KubeconfigRequest.class);
        List<String> groups = asked.groups().orElse(asked.user().isPresent() ? List.of() : KubeUser.ADMIN.groups());
        return fresh(request, keys().kubeconfig(request.path("name"), asked.user().orElse(KubeUser.ADMIN.name()),
                groups, life(asked.minutes()), request.caller()));
    }

    private static Reply fresh(Request request, Outcome<ClusterKeys.Minted> minted) {
        return Reply.created(FreshConfig.of(Refused.unless(minted)), V1 + "/clusters/" + request.path("name")
                + "/minted").asSecret();
    }

    private Reply minted(Request request) {
        state(request);
        return Reply.of(new MintedList(keys().minted(request.path("name"), request.limit()).stream()
                .map(one -> MintedView.of(one, now())).toList()));
    }
}
