package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.SchematicView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor schematic}. */
@Command(name = "schematic", description = "The Image Factory schematic that fits a machine: its id, what it means, "
        + "and what to send to an Image Factory.", footer = {"", "Example: ichor schematic m-2h7kq9xz -o yaml | curl "
                + "--data-binary @- https://factory.talos.dev/schematics"})
final class SchematicCommand extends Asking implements Callable<Integer> {
    /** What is printed. */
    enum Form { table, yaml, json }

    @Parameters(paramLabel = "MACHINE", description = KEY)
    private String key;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM", defaultValue = "table", description = "table for people "
            + "(default), yaml for an Image Factory, json for programs.")
    private Form form = Form.table;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient.Answer<SchematicView> answer = client().get(machine(key, "schematic"), SchematicView.class);
        switch (form) {
            case json -> json(answer.json());
            case yaml -> out().print(answer.value().yaml());
            case table -> out().print(text(answer.value()));
        }
        return ExitCode.OK;
    }

    static String text(SchematicView view) {
        StringBuilder out = new StringBuilder();
        out.append("Schematic  ").append(view.id().isEmpty() ? "none: the plain release fits" : view.id()).append('\n')
                .append("Installer  ").append(Show.plain(view.installer())).append('\n');
        view.assets().forEach(file -> out.append("Asset      ").append(Show.plain(file.name()))
                .append(file.present() ? "" : " (missing)").append('\n'));
        return out.append(view.yaml().isEmpty() ? "" : "\n" + Show.plainLines(view.yaml()) + "\n").toString();
    }
}
