package dev.ichor.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ichor completion}. */
@Command(name = "completion", description = "Print the script that completes words of the command line.", footer = {"",
        "bash: source <(ichor completion bash)    zsh: source <(ichor completion zsh), after compinit"})
final class CompletionCommand implements Callable<Integer> {
    /** Shells that the script is for. */
    enum Shell { bash, zsh }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String script = AutoComplete.bash("ichor", Ichor.all());
        // The script speaks bash; zsh runs it by its own emulation, which the script itself turns on.
        out.print(switch (shell) {
            case bash -> script;
            case zsh -> "autoload -U +X compinit && (( $+functions[compdef] )) || compinit\n" + script;
        });
        return ExitCode.OK;
    }
}
