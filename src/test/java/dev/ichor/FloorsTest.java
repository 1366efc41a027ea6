package dev.ichor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Imports only point down the house's floors, and each floor knows only the libraries that are its own. */
@Timeout(30)
class FloorsTest {
    private static final String ROOT = "dev.ichor";
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+?)(?:\\.\\*)?;",
            Pattern.MULTILINE);
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Set<String> LOG = Set.of("org.slf4j.");
    private static final Set<String> ALL = Set.of("");

    /** A package and those below it: on which floor, with which libraries, and which packages of its own floor. */
    private record Rule(int floor, Set<String> libraries, Set<String> sideways) {
    }

    private static final Map<String, Rule> HOUSE = house();

    private static Map<String, Rule> house() {
        Map<String, Rule> house = new LinkedHashMap<>();
        put(house, 0, Set.of(), "base");
        put(house, 1, Set.of(), "dhcp", "tftp");
        put(house, 2, Set.of(), "machine");
        house.put("inventory", new Rule(2, Set.of(), Set.of("machine")));
        house.put("provision", new Rule(2, Set.of(), Set.of("machine", "inventory")));
        put(house, 1, with("org.yaml.snakeyaml."), "yaml");
        put(house, 3, Set.of(), "ipxe");
        house.put("mayastor.text", new Rule(3, Set.of("org.yaml.snakeyaml.", "tools.jackson."), Set.of("mayastor")));
        house.put("mayastor", new Rule(3, Set.of("tools.jackson."), Set.of("mayastor.text")));
        put(house, 3, Set.of("org.yaml.snakeyaml.", "com.google.protobuf."), "talos");
        put(house, 4, with("tools.jackson.", "com.fasterxml.jackson.annotation."), "json");
        put(house, 4, Set.of(), "yaml.inventory");
        house.put("store", new Rule(4, with("java.sql.", "org.sqlite.", "org.flywaydb."), Set.of("json")));
        house.put("store.flight", new Rule(4, with("java.sql.", "tools.jackson.core."), Set.of("store", "json")));
        house.put("store.lease", new Rule(4, with("java.sql."), Set.of("store", "json")));
        house.put("store.handoff", new Rule(4, with("java.sql."), Set.of("store", "json")));
        house.put("store.access", new Rule(4, with("java.sql."), Set.of("store", "json")));
        house.put("assets", new Rule(4, with("org.apache.commons.compress.", "org.yaml.snakeyaml."), Set.of("json")));
        house.put("vault", new Rule(4, with("org.bouncycastle."), Set.of()));
        put(house, 5, with("java.sql."), "provisioner");
        put(house, 5, LOG, "flight");
        put(house, 6, with("org.apache.mina."), "server.dhcp", "server.tftp");
        put(house, 6, with("io.undertow.", "org.xnio."), "server.boot");
        put(house, 6, with("io.grpc.", "com.google.protobuf."), "server.sink", "client.talos");
        put(house, 6, LOG, "server", "server.admin.api", "web");
        house.put("server.admin", new Rule(6, with("io.undertow.", "org.xnio.", "io.prometheus."),
                Set.of("server.admin.api")));
        put(house, 6, with("org.bouncycastle."), "server.tls");
        house.put("client", new Rule(6, LOG, Set.of("server.admin.api")));
        put(house, 6, LOG, "server.net");
        house.put("server.dhcp", new Rule(6, with("org.apache.mina."), Set.of("server", "server.net")));
        house.put("server.tftp", new Rule(6, with("org.apache.mina."), Set.of("server")));
        house.put("config", new Rule(7, with("org.yaml.snakeyaml."), Set.of()));
        house.put("cli", new Rule(7, ALL, Set.of("config", "cli")));
        house.put("", new Rule(7, ALL, Set.of("config", "cli")));
        return house;
    }

    private static void put(Map<String, Rule> house, int floor, Set<String> libraries, String... packages) {
        for (String name : packages) {
            house.put(name, new Rule(floor, libraries, Set.of()));
        }
    }

    private static Set<String> with(String... libraries) {
        Set<String> all = new TreeSet<>(LOG);
        all.addAll(List.of(libraries));
        return all;
    }

    @Test
    void importsOnlyPointDown() throws IOException {
        List<String> violations = new ArrayList<>();
        Map<Path, String> sources = sources();
        sources.forEach((file, text) -> violations.addAll(check(file.toString(), text)));
        assertTrue(sources.size() > 30, "sources are found");
        assertEquals("", String.join("\n", violations));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        Set<Path> folders = new TreeSet<>();
        Map<Path, String> sources = sources();
        sources.keySet().forEach(file -> folders.add(file.getParent()));
        folders.removeIf(folder -> sources.containsKey(folder.resolve("package-info.java")));
        assertEquals(Set.of(), folders);
    }

    @Test
    void theCheckerFindsEachKindOfViolation() {
        assertEquals(List.of(), check("ok", "package dev.ichor.ipxe;\nimport dev.ichor.machine.Machine;\n"
                + "import java.util.List;\nimport static dev.ichor.base.Mac.parse;\nimport dev.ichor.ipxe.Scripts;\n"));
        assertEquals(List.of("up: dev.ichor.machine must not import dev.ichor.store.Database",
                        "up: dev.ichor.machine must not import org.slf4j.Logger"),
                check("up", "package dev.ichor.machine;\nimport dev.ichor.store.Database;\n"
                        + "import org.slf4j.Logger;\n"));
        assertEquals(List.of("side: dev.ichor.server.boot must not import dev.ichor.server.admin.AdminServer"),
                check("side", "package dev.ichor.server.boot;\nimport dev.ichor.server.admin.AdminServer;\n"));
        assertEquals(List.of("lib: dev.ichor.provisioner must not import io.undertow.Undertow",
                        "lib: dev.ichor.provisioner must not import tools.jackson.databind.json.JsonMapper"),
                check("lib", "package dev.ichor.provisioner;\nimport io.undertow.Undertow;\n"
                        + "import tools.jackson.databind.json.JsonMapper;\nimport java.sql.Connection;\n"));
        assertEquals(List.of("sql: dev.ichor.dhcp must not import java.sql.Connection"),
                check("sql", "package dev.ichor.dhcp;\nimport java.sql.*;\nimport java.sql.Connection;\n".replace(
                        "import java.sql.*;\n", "")));
        assertEquals(List.of("star: dev.ichor.base must not import io.undertow"),
                check("star", "package dev.ichor.base;\nimport io.undertow.*;\n"));
        assertEquals(List.of("new: dev.ichor.garden stands on no floor"), check("new", "package dev.ichor.garden;\n"));
    }

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                sources.put(file, Files.readString(file));
            }
        }
        return sources;
    }

    private static List<String> check(String file, String text) {
        Matcher own = PACKAGE.matcher(text);
        assertTrue(own.find(), file);
        String name = own.group(1);
        Optional<String> place = place(name);
        if (place.isEmpty()) {
            return List.of(file + ": " + name + " stands on no floor");
        }
        List<String> violations = new ArrayList<>();
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            if (!allowed(place.get(), imports.group(1))) {
                violations.add(file + ": " + name + " must not import " + imports.group(1));
            }
        }
        return violations;
    }

    /** The longest package of the table that holds this name. */
    private static Optional<String> place(String name) {
        if (name.equals(ROOT)) {
            return Optional.of("");
        }
        if (!name.startsWith(ROOT + ".")) {
            return Optional.empty();
        }
        String local = name.substring(ROOT.length() + 1);
        return HOUSE.keySet().stream().filter(key -> !key.isEmpty())
                .filter(key -> local.equals(key) || local.startsWith(key + "."))
                .max(Comparator.comparingInt(String::length));
    }

    private static boolean allowed(String from, String imported) {
        Rule rule = HOUSE.get(from);
        if (imported.startsWith(ROOT + ".")) {
            Optional<String> to = place(imported);
            return to.isPresent() && (to.get().equals(from) || rule.sideways().contains(to.get())
                    || HOUSE.get(to.get()).floor() < rule.floor());
        }
        String dotted = imported + ".";
        if (rule.libraries().stream().anyMatch(dotted::startsWith)) {
            return true;
        }
        boolean jdk = dotted.startsWith("java.") || dotted.startsWith("javax.") || dotted.startsWith("jdk.");
        return jdk && !dotted.startsWith("java.sql.");
    }
}
