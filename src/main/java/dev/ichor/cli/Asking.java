package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands that ask a running appliance have in common. */
abstract class Asking {
    static final String API = "/api/v1/";
    static final String MACHINES = API + "machines/";
    static final String KEY = "Its id, a MAC, its UUID, or its serial number if only one machine has it.";

    @ParentCommand
    private Ichor root;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Reach reach;

    Ichor root() {
        return root;
    }

    AdminClient client() throws ClientFailed {
        return reach.client(root);
    }

    Person person() {
        return root.person();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The path of a machine, and of what belongs to it. */
    static String machine(String key, String... rest) {
        return MACHINES + AdminClient.segment(key) + (rest.length == 0 ? "" : "/" + String.join("/", rest));
    }

    /** Asks, and prints the answer as it came or as a person reads it. */
    <T> int print(String path, Class<T> type, Output output, Function<T, String> text) throws ClientFailed {
        return print(client().get(path, type), output, text);
    }

    <T> int print(AdminClient.Answer<T> answer, Output output, Function<T, String> text) {
        if (output.isJson()) {
            json(answer.json());
        } else {
            out().print(text.apply(answer.value()));
        }
        return ExitCode.OK;
    }

    /** Sentences on lines that fit. */
    static String paragraph(String text) {
        return String.join("\n", AccountText.wrapped(Show.plain(text), AccountText.WIDTH)) + "\n";
    }

    /** JSON as it came, on lines of its own. */
    void json(String text) {
        out().print(text.endsWith("\n") ? text : text + "\n");
    }

    /** Asks yes or no, unless {@code yes} was said on the command line. */
    void agree(String question, boolean yes) {
        if (!yes) {
            person().agree(question, "--yes says so");
        }
    }
}
