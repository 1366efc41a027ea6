package dev.ichor.cli;

import picocli.CommandLine.Option;

/** The option that programs use. */
final class Output {
    /** What a command prints. */
    enum Form { table, json }

    @Option(names = {"-o", "--output"}, paramLabel = "FORM", defaultValue = "table",
            description = "table for people (default), json for programs.")
    private Form form = Form.table;

    boolean isJson() {
        return form == Form.json;
    }
}
