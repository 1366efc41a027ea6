package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import java.io.PrintWriter;
import java.util.function.Function;

/** What the commands that ask a running appliance have in common. */
final class Asked {
    private Asked() {
    }

    /** Asks, and prints the answer as it came or as a person reads it. */
    static <T> int print(Ichor root, String path, Class<T> type, Output output, PrintWriter out,
                         Function<T, String> text) {
        try {
            AdminClient.Answer<T> answer = root.client().get(path, type);
            out.print(output.isJson() ? answer.json() : text.apply(answer.value()));
            return ExitCode.OK;
        } catch (ClientFailed e) {
            throw Ichor.failure(e);
        }
    }
}
