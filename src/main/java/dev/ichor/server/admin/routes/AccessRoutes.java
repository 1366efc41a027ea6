package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.delete;
import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.post;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.provisioner.access.Webhooks;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.AuditEntry;
import dev.ichor.server.admin.api.AuditList;
import dev.ichor.server.admin.api.FreshToken;
import dev.ichor.server.admin.api.FreshWebhook;
import dev.ichor.server.admin.api.TokenList;
import dev.ichor.server.admin.api.TokenRequest;
import dev.ichor.server.admin.api.TokenView;
import dev.ichor.server.admin.api.WebhookList;
import dev.ichor.server.admin.api.WebhookRequest;
import dev.ichor.server.admin.api.WebhookView;
import dev.ichor.server.admin.api.Whoami;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tokens, webhooks, the audit log. */
final class AccessRoutes implements Group {
    private final Services services;

    AccessRoutes(Services services) {
        this.services = services;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(V1 + "/whoami", "whoami").says("access", "Show whose token it is", "").needs(Role.VIEWER)
                        .gives(Whoami.class).does(request -> Reply.of(Whoami.of(request.caller()))),
                get(V1 + "/tokens", "listTokens").says("access", "List tokens", "Newest first, without secrets.")
                        .needs(Role.ADMIN).gives(TokenList.class).does(request -> Reply.of(new TokenList(
                                services.tokens().list().stream().map(TokenView::of).toList()))),
                post(V1 + "/tokens", "createToken").says("access", "Make a token",
                        "The answer alone has its secret.").needs(Role.ADMIN).takes(TokenRequest.class)
                        .gives(201, FreshToken.class).does(this::token),
                delete(V1 + "/tokens/{id}", "revokeToken").says("access", "Revoke a token", "It is refused at once.")
                        .needs(Role.ADMIN).refuses(409).does(this::revoke),
                get(V1 + "/audit", "listAudit").says("access", "List changes", "Newest first: who, from where, what, "
                        + "before and after.").needs(Role.ADMIN)
                        .query(Parameter.text("object", "Only changes of this object."),
                                Parameter.text("by", "Only changes by tokens of this name."), Parameter.cursor(),
                                Parameter.limit(100, 1000))
                        .gives(AuditList.class).does(this::audit),
                get(V1 + "/webhooks", "listWebhooks").says("webhooks", "List webhooks", "Without secrets.")
                        .needs(Role.ADMIN).gives(WebhookList.class).does(request -> Reply.of(new WebhookList(
                                services.webhooks().list().stream().map(WebhookView::of).toList()))),
                post(V1 + "/webhooks", "createWebhook").says("webhooks", "Make a webhook",
                        "The answer alone has the key of its signatures.").needs(Role.ADMIN)
                        .takes(WebhookRequest.class).gives(201, FreshWebhook.class).does(this::webhook),
                delete(V1 + "/webhooks/{id}", "deleteWebhook").says("webhooks", "Delete a webhook", "")
                        .needs(Role.ADMIN).does(this::unhook));
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw Refused.of(ProblemKind.INVALID, problems);
        }
    }

    private static Refused wrong(String pointer, String what, String mend) {
        return Refused.of(ProblemKind.INVALID, List.of(new Problem(pointer, what, mend)));
    }

    private Reply token(Request request) {
        TokenRequest asked = request.body(TokenRequest.class);
        Optional<Duration> life = asked.hours().map(Duration::ofHours);
        refuse(services.tokens().check(asked.name(), life));
        Tokens.Fresh fresh = services.tokens().create(asked.name(), role(asked.role()), life, request.caller());
        return Reply.created(new FreshToken(TokenView.of(fresh.token()), fresh.secret()), V1 + "/tokens").asSecret();
    }

    private static Role role(String word) {
        try {
            return Role.parse(word);
        } catch (Malformed e) {
            throw wrong("/role", e.getMessage(), "");
        }
    }

    private Reply revoke(Request request) {
        String id = request.path("id");
        if (services.tokens().list().stream().noneMatch(token -> token.id().equals(id))) {
            throw new Refused(ProblemKind.NOT_FOUND, "There is no token '" + id + "'.");
        }
        if (!services.tokens().revoke(id, request.caller())) {
            throw new Refused(ProblemKind.CONFLICT, "This is the last admin token that lives. Make another first.");
        }
        return Reply.done();
    }

    private Reply audit(Request request) {
        List<Audit.Entry> entries = services.audit().list(new Audit.Filter(request.text("object"), request.text("by")),
                request.numberCursor().orElse(Long.MAX_VALUE), request.limit());
        Optional<String> next = entries.size() < request.limit() ? Optional.empty()
                : Optional.of(String.valueOf(entries.getLast().sequence()));
        return request.page(new AuditList(entries.stream().map(AuditEntry::of).toList(), next), next);
    }

    private Reply webhook(Request request) {
        WebhookRequest asked = request.body(WebhookRequest.class);
        URI url = url(asked.url());
        List<String> kinds = asked.kinds().orElse(List.of());
        refuse(services.webhooks().check(url, kinds));
        Webhooks.Fresh fresh = services.webhooks().create(url, kinds, request.caller());
        return Reply.created(new FreshWebhook(WebhookView.of(fresh.hook()), fresh.secret()), V1 + "/webhooks")
                .asSecret();
    }

    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw wrong("/url", "it is no URL: " + e.getReason(), "");
        }
    }

    private Reply unhook(Request request) {
        String id = request.path("id");
        if (!services.webhooks().delete(id, request.caller())) {
            throw new Refused(ProblemKind.NOT_FOUND, "There is no webhook '" + id + "'.");
        }
        return Reply.done();
    }
}
