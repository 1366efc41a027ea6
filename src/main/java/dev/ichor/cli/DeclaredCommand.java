package dev.ichor.cli;

import dev.ichor.base.Problems;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.inventory.Declared;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.yaml.inventory.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What clusters, nodes and policies have in common. Public methods, because picocli inherits those only. */
abstract class DeclaredCommand extends Asking {
    private final Declared.Kind kind;

    DeclaredCommand(Declared.Kind kind) {
        this.kind = kind;
    }

    @Command(name = "list", description = "All of them, by name.")
    public int list(@Mixin Output output) throws ClientFailed {
        Pages.All<DeclaredItem> all = Pages.DECLARED.read(client(), new Query(API + kind.folder()));
        if (output.isJson()) {
            json(all.json());
        } else {
            out().print(all.items().isEmpty() ? "There is none.\n" : table(all.items()));
        }
        return ExitCode.OK;
    }

    /** The columns that tell this kind apart. */
    abstract String table(List<DeclaredItem> items);

    @Command(name = "show", description = "One of them, as YAML that `set` takes back.")
    public int show(@Parameters(paramLabel = "NAME", description = "Its name.") String name, @Mixin Output output)
            throws ClientFailed {
        return print(path(name), DeclaredItem.class, output, item -> Show.plainLines(item.yaml()) + "\n");
    }

    @Command(name = "set", description = "Declare one of them as the file says, anew or for the first time.")
    public int set(@Option(names = {"-f", "--file"}, paramLabel = "FILE", required = true, description = "YAML or "
                           + "JSON, as in the inventory folder.") Path file, @Mixin Output output) throws ClientFailed {
        String text = text(file);
        Problems problems = new Problems();
        Optional<Declared> declared = InventoryReader.readOne(text, file.toString(), problems);
        if (!problems.isEmpty() || declared.isEmpty()) {
            throw Failure.of("the file cannot be used, nothing was changed", problems.list());
        }
        if (declared.get().kind() != kind) {
            throw new Failure(ExitCode.FAILED, file + " declares a " + word(declared.get().kind()) + ", not a "
                    + word(kind) + "; use `ichor " + declared.get().kind().folder() + " set`");
        }
        AdminClient client = client();
        AdminClient.Condition condition = condition(client, declared.get().name());
        AdminClient.Answer<DeclaredItem> answer = client.put(path(declared.get().name()), new AdminClient.Body(
                "application/yaml", text), condition, DeclaredItem.class);
        return print(answer, output, item -> word(kind) + " " + item.name() + " is declared, version " + item.version()
                + ".\n");
    }

    private AdminClient.Condition condition(AdminClient client, String name) throws ClientFailed {
        try {
            return new AdminClient.Condition.Same(client.get(path(name), DeclaredItem.class).tag());
        } catch (ClientFailed e) {
            if (e.kind() == ClientFailed.Kind.NOT_FOUND) {
                return new AdminClient.Condition.Absent();
            }
            throw e;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, file + " cannot be read (" + e + ")", e);
        }
    }

    @Command(name = "delete", description = "Delete one of them; one that is in use is refused.")
    public int delete(@Parameters(paramLabel = "NAME", description = "Its name.") String name,
                      @Option(names = "--yes", description = "Do not ask.") boolean yes) throws ClientFailed {
        AdminClient client = client();
        String tag = client.get(path(name), DeclaredItem.class).tag();
        agree("Delete the " + word(kind) + " " + name + "?", yes);
        client.delete(path(name), new AdminClient.Condition.Same(tag));
        out().println(word(kind) + " " + name + " is deleted.");
        return ExitCode.OK;
    }

    private String path(String name) {
        return API + kind.folder() + "/" + AdminClient.segment(name);
    }

    private static String word(Declared.Kind kind) {
        return kind.label().toLowerCase(java.util.Locale.ROOT);
    }

    /** A member of the declaration as text; empty if it is not there. */
    static String member(DeclaredItem item, String name) {
        Object value = item.spec() == null ? null : item.spec().get(name);
        return value == null ? "" : String.valueOf(value);
    }
}
