package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.Typed.Ended;
import dev.ichor.inventory.Declared;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.SomeSecrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people do with a cluster's secrets, before the appliance's own admin plane. */
@Timeout(120)
class SecretsCommandsTest {
    private static final String YAML = SecretsYaml.write(SomeSecrets.BUNDLE);

    @TempDir
    Path folder;
    private Plane plane;
    private boolean terminal;

    @BeforeEach
    void start() {
        plane = new Plane(folder);
        Metal.declare(plane.bench, Metal.cluster(5));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private final class Somebody implements Person {
        @Override
        public boolean isThere() {
            return terminal;
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }
    }

    private Ended run(Role role, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Arrays.stream(words), Stream.of("--url", plane.uri("").toString(), "--fingerprint",
                plane.certificate.fingerprintText())).toArray(String[]::new);
        int code = Ichor.run(all, Map.of("ICHOR_TOKEN", plane.secret(role)), new PrintWriter(out, true),
                new PrintWriter(err, true), new Somebody());
        return new Ended(code, out.toString(), err.toString());
    }

    private String well(Role role, String... words) {
        Ended ended = run(role, words);
        assertEquals(ExitCode.OK, ended.code(), String.join(" ", words) + ": " + ended.err());
        return ended.out();
    }

    private Path imported() throws IOException {
        Path file = Files.writeString(folder.resolve("secrets.yaml"), YAML);
        assertTrue(well(Role.ADMIN, "secrets", "import", "prod", file.toString()).contains("os         "));
        return file;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void secretsGoInAndComeOutAsAFileForTheOwner() throws IOException {
        assertEquals("The cluster prod has no secrets yet: ichor secrets make or import.\n",
                well(Role.VIEWER, "secrets", "show", "prod"));
        imported();
        String shown = well(Role.VIEWER, "secrets", "show", "prod");
        assertTrue(shown.startsWith("Secrets of prod, imported from a secrets.yaml "), shown);
        assertTrue(shown.lines().allMatch(line -> line.length() <= 100), shown);
        assertTrue(shown.contains("aggregator  2036-08-18 10:00:00  valid"), shown);
        assertTrue(well(Role.VIEWER, "secrets", "show", "prod", "--output", "json").contains("\"openable\":true"));
        Path out = folder.resolve("out.yaml");
        well(Role.ADMIN, "secrets", "export", "prod", "-o", out.toString());
        assertEquals(YAML, Files.readString(out));
        assertEquals("rw-------", mode(out));
        assertEquals(ExitCode.FAILED, run(Role.ADMIN, "secrets", "export", "prod", "-o", out.toString()).code());
        Files.writeString(out, "else");
        well(Role.ADMIN, "secrets", "export", "prod", "--out", out.toString(), "--force");
        assertEquals(YAML, Files.readString(out));
        assertEquals(ExitCode.NOT_ALLOWED, run(Role.OPERATOR, "secrets", "export", "prod", "-o", "-").code());
    }

    @Test
    void nothingSecretStandsOnAScreenByAccident() throws IOException {
        imported();
        terminal = true;
        for (String[] words : List.of(new String[] {"secrets", "export", "prod"}, new String[] {"talosconfig", "prod"},
                new String[] {"kubeconfig", "prod"})) {
            Ended ended = run(Role.ADMIN, words);
            assertEquals(ExitCode.USAGE, ended.code());
            assertTrue(ended.out().isEmpty() && ended.err().contains("-o -"), ended.err());
        }
        assertEquals("No client certificate was made.\n", well(Role.VIEWER, "secrets", "minted", "prod"));
        assertEquals(YAML, well(Role.ADMIN, "secrets", "export", "prod", "-o", "-"));
        terminal = false;
        assertEquals(YAML, well(Role.ADMIN, "secrets", "export", "prod"));
    }

    @Test
    void clientsAreMadeListedAndSaidToEnd() throws IOException {
        imported();
        Path file = folder.resolve("talosconfig");
        Ended ended = run(Role.ADMIN, "talosconfig", "prod", "--role", "os:reader", "--role", "os:etcd:backup",
                "--life", "8h", "--endpoint", "10.0.0.9", "-o", file.toString());
        assertTrue(ended.code() == ExitCode.OK && ended.out().isEmpty() && ended.err().contains("Valid until "),
                ended.err());
        assertTrue(Files.readString(file).contains("            - 10.0.0.9\n"));
        assertEquals("rw-------", mode(file));
        assertTrue(well(Role.ADMIN, "kubeconfig", "prod", "--user", "ann", "--group", "dev", "--life", "31d")
                .contains("name: \"ann@prod\"\n") || well(Role.ADMIN, "kubeconfig", "prod", "--user", "ann", "--group",
                "dev", "--life", "31d").contains("name: ann@prod\n"));
        plane.bench.database.inTransaction(connection -> dev.ichor.store.Rows.run(connection, "UPDATE minted SET"
                + " at = at - 90000000000, until = until - 172800000 WHERE kind = 'kubeconfig'"));
        String minted = well(Role.VIEWER, "secrets", "minted", "prod");
        assertTrue(minted.matches("(?s).*kubeconfig +ann +dev +\\S+ \\S+ +\\S+ \\S+ +ends-soon\n.*"), minted);
        assertTrue(minted.matches("(?s).*talosconfig +admin +os:reader, os:etcd:backup .* valid\n.*"), minted);
        assertTrue(well(Role.VIEWER, "secrets", "show", "prod").contains("within 30 days: ichor secrets minted prod"));
        assertEquals(ExitCode.USAGE, run(Role.ADMIN, "talosconfig", "prod", "--life", "4m").code());
    }

    @Test
    void secretsAreForgottenAfterAYesAndTheCluster() throws IOException {
        imported();
        assertEquals(ExitCode.FAILED, run(Role.ADMIN, "secrets", "forget", "prod").code());
        assertTrue(run(Role.ADMIN, "secrets", "forget", "prod", "--yes").err().contains("Delete the cluster first"));
        plane.bench.provisioner.declarations().delete(Declared.Kind.CLUSTER, "prod", OptionalLong.empty(), Bench.ANN);
        well(Role.ADMIN, "secrets", "forget", "prod", "--yes");
        assertEquals(ExitCode.NOT_FOUND, run(Role.VIEWER, "secrets", "show", "prod").code());
    }

    @Test
    void whatIsWrongWithAFileIsSaidAndNothingOfIt() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), YAML.replace(SomeSecrets.BUNDLE.os().keyLine(),
                SomeSecrets.BUNDLE.etcd().keyLine()));
        Ended ended = run(Role.ADMIN, "secrets", "import", "prod", file.toString());
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.err().contains("certs.os.key: this key does not belong to the certificate"), ended.err());
        assertFalse(ended.err().contains(SomeSecrets.BUNDLE.etcd().keyLine()));
        assertEquals(ExitCode.FAILED, run(Role.ADMIN, "secrets", "import", "prod", folder.resolve("no").toString())
                .code());
    }
}
