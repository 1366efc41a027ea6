package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.kube.KubeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What helm made of a stand-in chart. @param said its standard error */
record Rendered(int code, String said, List<Object> objects) {
    private static final Path CHARTS = Path.of("src/test/resources/kube/charts");

    /** Renders a chart with values that are files or options of helm. */
    static Rendered of(Path folder, Made made, String... options) throws Exception {
        String name = made.chart().name();
        List<String> command = new ArrayList<>(List.of(KubeTools.helm().toString(), "template", name,
                CHARTS.resolve(name).toString(), "--namespace", name));
        command.addAll(List.of(options));
        Path out = folder.resolve("out.yaml");
        Path error = folder.resolve("error.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(error.toFile());
        List.of("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME").forEach(variable -> builder.environment()
                .put(variable, folder.toString()));
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("helm hangs");
        }
        List<Object> objects = new ArrayList<>();
        if (process.exitValue() == 0) {
            new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(out)).forEach(objects::add);
        }
        return new Rendered(process.exitValue(), Files.readString(error), objects);
    }

    /** With the values of the bundle. */
    static Rendered withOurs(Path folder, Made made) throws Exception {
        Path values = folder.resolve("values.yaml");
        Files.writeString(values, made.file("chart/values.yaml").text());
        return of(folder, made, "--values", values.toString());
    }

    Optional<Object> find(String kind, String name) {
        return objects.stream().filter(object -> object instanceof Map<?, ?> map && kind.equals(map.get("kind"))
                && name.equals(Made.at(map, "metadata", "name"))).findFirst();
    }

    Object get(String kind, String name) {
        return find(kind, name).orElseThrow();
    }
}
