package dev.ichor.cli;

import dev.ichor.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ichor version}. */
@Command(name = "version", description = "The version of the program and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Output output;

    /** From the jar's manifest; classes that run from a folder have none. */
    static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion()).orElse("unpacked");
    }

    @Override
    public Integer call() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("version", version());
        values.put("java", System.getProperty("java.vm.version"));
        spec.commandLine().getOut().print(output.isJson() ? Json.write(values) + "\n"
                : "ichor " + values.get("version") + ", Java " + values.get("java") + "\n");
        return ExitCode.OK;
    }
}
