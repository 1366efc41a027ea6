package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.NodeType;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.talos.secrets.TalosRole;
import dev.ichor.vault.SomeSecrets;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that people get are YAML of the fields that Talos and Kubernetes read, and openssl trusts what they hold. */
@Timeout(180)
class MintedFilesTest {
    private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");

    @TempDir
    Path folder;
    private Bench bench;
    private ClusterKeys keys;

    @BeforeEach
    void start() {
        bench = new Bench(folder.resolve("state"));
        bench.now.set(NOW);
        keys = bench.provisioner.talos().keys();
        Metal.declare(bench, Metal.cluster(5), node("cp-1", NodeType.CONTROLPLANE, "10.0.0.11"),
                node("cp-2", NodeType.CONTROLPLANE, "10.0.0.12"), node("cp-3", NodeType.CONTROLPLANE, ""),
                node("w-1", NodeType.WORKER, "10.0.0.21"));
        bench.secrets("prod");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private static Node node(String name, NodeType type, String address) {
        try {
            return new Node(name, "prod", type, "", Optional.empty(), Optional.empty(), Map.of(), List.of(),
                    address.isEmpty() ? Optional.empty() : Optional.of(Ipv4.parse(address)), List.of(), List.of());
        } catch (dev.ichor.base.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ClusterKeys.Minted done(Outcome<ClusterKeys.Minted> outcome) {
        return switch (outcome) {
            case Outcome.Done<ClusterKeys.Minted>(ClusterKeys.Minted value) -> value;
            case Outcome.Refused<ClusterKeys.Minted> refused -> throw new AssertionError(refused);
        };
    }

    /** Keys of a map or {@code [0]} of a list lead to the value; a map's or list's value is its keys or texts. */
    private static String at(String text, String... steps) {
        Problems problems = new Problems();
        YamlNode node = Yaml.read(text.getBytes(StandardCharsets.UTF_8), "file", problems).orElseThrow();
        assertTrue(problems.isEmpty());
        for (String step : steps) {
            node = switch (node) {
                case YamlNode.Map map -> map.entries().get(step);
                case YamlNode.Seq seq -> seq.items().get(Integer.parseInt(step));
                case YamlNode.Scalar scalar -> throw new AssertionError(scalar.mark());
            };
        }
        return switch (node) {
            case YamlNode.Map map -> String.join(" ", map.entries().keySet());
            case YamlNode.Seq seq -> String.join(" ", seq.items().stream().map(item -> item instanceof YamlNode.Scalar
                    scalar ? scalar.text() : item.kind()).toList());
            case YamlNode.Scalar scalar -> scalar.text();
        };
    }

    private String openssl(String... arguments) throws Exception {
        return SomeSecrets.openssl(folder, arguments);
    }

    /** Verifies the client with the authority beside it; returns the subject and the serial number. */
    private List<String> verified(String authority, String certificate, String key) throws Exception {
        Files.write(folder.resolve("ca.crt"), Base64.getDecoder().decode(authority));
        Files.write(folder.resolve("client.crt"), Base64.getDecoder().decode(certificate));
        Files.writeString(folder.resolve("client.key"), new String(Base64.getDecoder().decode(key),
                StandardCharsets.US_ASCII).replace("ED25519 PRIVATE", "PRIVATE"));
        String at = Long.toString(NOW.plusSeconds(60).getEpochSecond());
        assertTrue(openssl("verify", "-attime", at, "-purpose", "sslclient", "-CAfile", "ca.crt", "client.crt")
                .contains("OK"));
        assertEquals(openssl("x509", "-in", "client.crt", "-noout", "-pubkey"),
                openssl("pkey", "-in", "client.key", "-pubout"));
        return Arrays.asList(openssl("x509", "-in", "client.crt", "-noout", "-subject", "-serial", "-enddate", "-ext",
                "extendedKeyUsage").strip().split("\n"));
    }

    @Test
    void talosconfig() throws Exception {
        ClusterKeys.Minted minted = done(keys.talosconfig("prod", List.of(TalosRole.OPERATOR, TalosRole.READER),
                Duration.ofHours(8), List.of(), Bench.ANN));
        String text = minted.text();
        assertEquals("context contexts", at(text));
        assertEquals("prod", at(text, "context"));
        assertEquals("prod", at(text, "contexts"));
        assertEquals("endpoints ca crt key", at(text, "contexts", "prod"));
        assertEquals("10.0.0.11 10.0.0.12", at(text, "contexts", "prod", "endpoints"));
        assertEquals(SomeSecrets.BUNDLE.os().certificateLine(), at(text, "contexts", "prod", "ca"));
        List<String> facts = verified(at(text, "contexts", "prod", "ca"), at(text, "contexts", "prod", "crt"),
                at(text, "contexts", "prod", "key"));
        assertEquals(List.of("subject=O = os:reader + O = os:operator", "serial=" + minted.serial(),
                "notAfter=Sep  1 18:00:00 2026 GMT", "X509v3 Extended Key Usage: ",
                "    TLS Web Client Authentication"), facts);
        assertEquals(Instant.parse("2026-09-01T18:00:00Z"), minted.until());
    }

    @Test
    void aControlPlaneWithoutAddressIsReachedWhereItWasInstalled() {
        bench.discover(Bench.Box.of("", "SN1", "52:54:00:00:00:01"));
        bench.database.inTransaction(connection -> {
            dev.ichor.store.Rows.run(connection, "UPDATE machines SET cluster = 'prod', node = 'cp-3'");
            return dev.ichor.store.Rows.run(connection, "INSERT INTO served (ticket, machine, arm, boot, how, hash,"
                    + " sealed, key_id, address, at) SELECT 't', id, '', '', 'ticket', '', x'00', '', '10.0.0.99', 0"
                    + " FROM machines");
        });
        assertEquals("10.0.0.11 10.0.0.12 10.0.0.99", at(done(keys.talosconfig("prod", List.of(TalosRole.ADMIN),
                Duration.ofHours(8), List.of(), Bench.ANN)).text(), "contexts", "prod", "endpoints"));
    }

    @Test
    void kubeconfig() throws Exception {
        ClusterKeys.Minted minted = done(keys.kubeconfig("prod", "ann", List.of("developers"), Duration.ofDays(30),
                Bench.ANN));
        String text = minted.text();
        assertEquals("apiVersion kind clusters users contexts current-context", at(text));
        assertEquals("v1", at(text, "apiVersion"));
        assertEquals("Config", at(text, "kind"));
        assertEquals("prod", at(text, "clusters", "0", "name"));
        assertEquals("https://10.0.0.5:6443", at(text, "clusters", "0", "cluster", "server"));
        assertEquals("server certificate-authority-data", at(text, "clusters", "0", "cluster"));
        assertEquals("client-certificate-data client-key-data", at(text, "users", "0", "user"));
        assertEquals("cluster namespace user", at(text, "contexts", "0", "context"));
        assertEquals("prod", at(text, "contexts", "0", "context", "cluster"));
        assertEquals(at(text, "users", "0", "name"), at(text, "contexts", "0", "context", "user"));
        assertEquals("ann@prod", at(text, "current-context"));
        assertEquals("ann@prod", at(text, "contexts", "0", "name"));
        List<String> facts = verified(at(text, "clusters", "0", "cluster", "certificate-authority-data"),
                at(text, "users", "0", "user", "client-certificate-data"),
                at(text, "users", "0", "user", "client-key-data"));
        assertEquals(List.of("subject=O = developers, CN = ann", "serial=" + minted.serial(),
                "notAfter=Oct  1 10:00:00 2026 GMT", "X509v3 Extended Key Usage: ",
                "    TLS Web Client Authentication"), facts);
    }

    @Test
    void authoritiesAreToldAsOpensslTellsThem() throws Exception {
        ClusterKeys.State state = ((Outcome.Done<Optional<ClusterKeys.State>>) keys.state("prod")).value()
                .orElseThrow();
        Files.writeString(folder.resolve("ca.crt"), SomeSecrets.BUNDLE.aggregator().certificate());
        assertEquals("sha256 Fingerprint=" + state.authorities().getLast().fingerprint() + "\n",
                openssl("x509", "-in", "ca.crt", "-noout", "-fingerprint", "-sha256"));
    }
}
