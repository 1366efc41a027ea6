package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.provisioner.access.Access;
import dev.ichor.provisioner.access.Tokens;
import dev.ichor.server.admin.api.FreshToken;
import dev.ichor.server.admin.api.TokenList;
import dev.ichor.server.admin.api.TokenRequest;
import dev.ichor.server.admin.api.TokenView;
import dev.ichor.store.Database;
import dev.ichor.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor tokens}. */
@Command(name = "tokens", description = "Tokens that open the admin plane; for admins.",
        synopsisSubcommandLabel = "COMMAND")
final class TokensCommand extends Asking {
    @Command(name = "list", description = "All tokens, newest first, without their secrets.")
    int list(@Mixin Output output) throws ClientFailed {
        return print(API + "tokens", TokenList.class, output, list -> table(list.items(), Instant.now()));
    }

    static String table(List<TokenView> tokens, Instant now) {
        Table table = new Table("TOKEN", "NAME", "ROLE", "MADE", "LAST USED", "STATE");
        tokens.forEach(token -> table.row(token.id(), token.name(), token.role(), Show.time(token.created()),
                token.used().map(Show::time).orElse("never"), state(token, now)));
        return table.isEmpty() ? "There is no token.\n" : table.text();
    }

    private static String state(TokenView token, Instant now) {
        if (token.revoked().isPresent()) {
            return "revoked " + Show.time(token.revoked().get());
        }
        return token.expires().map(end -> (end.isAfter(now) ? "until " : "expired ") + Show.time(end))
                .orElse("until it is revoked");
    }

    @Command(name = "create", description = "Make a token; its secret is printed once, on standard output alone.")
    int create(@Parameters(paramLabel = "NAME", description = "For people: whose it is, or what for.") String name,
               @Option(names = "--role", paramLabel = "ROLE", required = true, description = "viewer looks, operator "
                       + "changes, admin manages tokens too.", completionCandidates = Words.Roles.class) String role,
               @Option(names = "--for", paramLabel = "TIME", converter = Hours.class, description = "How long it "
                       + "lives, e.g. 12h or 90d. Default: until it is revoked.") Integer hours,
               @Mixin Output output) throws ClientFailed {
        AdminClient.Answer<FreshToken> fresh = client().post(API + "tokens", new TokenRequest(name, role,
                Optional.ofNullable(hours)), FreshToken.class);
        if (!output.isJson()) {
            TokenView token = fresh.value().token();
            err().println("Token " + token.id() + " \"" + Show.plain(token.name()) + "\", " + token.role()
                    + token.expires().map(end -> ", until " + Show.time(end) + " UTC").orElse("")
                    + ". Nobody can read its secret again:");
        }
        return print(fresh, output, answer -> answer.secret() + "\n");
    }

    @Command(name = "revoke", description = "Revoke a token at once; the last one of an admin stays.")
    int revoke(@Parameters(paramLabel = "TOKEN", description = "Its id, such as t-0123456789.") String id)
            throws ClientFailed {
        client().delete(API + "tokens/" + AdminClient.segment(id), new AdminClient.Condition.None());
        out().println(id + " is revoked.");
        return ExitCode.OK;
    }

    @Command(name = "recover", description = "Make another admin token on the appliance itself, which must be stopped; "
            + "its secret is printed once.")
    int recover() {
        Path state = root().settings().state();
        if (!Files.exists(state.resolve("ichor.db"))) {
            throw new Failure(ExitCode.FAILED, "the state folder " + state + " holds no database that may be read "
                    + "here; run this on the appliance, as root or as its user, with the settings of `ichor serve`");
        }
        try (Database database = Database.open(state);
                Access access = new Access(database, InstantSource.system())) {
            Tokens.Fresh fresh = access.tokens().recover();
            err().println("Token " + fresh.token().id() + " \"" + fresh.token().name() + "\", admin. Nobody can read "
                    + "its secret again:");
            out().println(fresh.secret());
            return ExitCode.OK;
        } catch (StoreException e) {
            throw new Failure(ExitCode.FAILED, e.getMessage(), e);
        }
    }
}
