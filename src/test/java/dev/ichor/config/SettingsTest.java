package dev.ichor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Path SHIPPED = Path.of("appliance/appliance.yaml");

    /** For each key another value than the default, as it is written on one line. */
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("interface", "eno2"), Map.entry("address", "10.77.0.1/24"), Map.entry("state", "/srv/ichor"),
            Map.entry("boot.port", "8888"), Map.entry("boot.tls-port", "0"),
            Map.entry("dhcp.mode", "full"),
            Map.entry("dhcp.pool", "10.77.0.100-10.77.0.199"),
            Map.entry("dhcp.reservations", "52:54:00:12:34:56=10.77.0.21"), Map.entry("dhcp.lease-time", "30m"),
            Map.entry("dhcp.router", "10.77.0.254"), Map.entry("dhcp.dns", "10.77.0.2,10.77.0.3"),
            Map.entry("dhcp.domain", "rack.test"), Map.entry("dhcp.mtu", "9000"),
            Map.entry("dhcp.conflict-probe", "false"), Map.entry("tftp.enabled", "false"),
            Map.entry("tftp.port", "6969"), Map.entry("tftp.block-size", "1024"), Map.entry("tftp.window", "4"),
            Map.entry("tftp.transfers", "10"), Map.entry("tftp.single-port", "true"),
            Map.entry("discovery.lldp", "1500ms"),
            Map.entry("discovery.echo-port", "9999"), Map.entry("discovery.kernel-arguments", "console=ttyS1"),
            Map.entry("sinks.events-port", "0"), Map.entry("sinks.kernel-log-port", "9998"),
            Map.entry("disks.most-used", "80"), Map.entry("disks.least-spare", "20"),
            Map.entry("disks.most-media-errors", "3"), Map.entry("disks.policy-arm", "30m"),
            Map.entry("admin.address", "10.77.0.1"), Map.entry("admin.port", "9000"),
            Map.entry("admin.certificate", "/srv/cert.pem"), Map.entry("admin.key", "/srv/key.pem"),
            Map.entry("admin.first-token-file", "/run/first-token"),
            Map.entry("secrets.seal-key", "/etc/ichor/seal-key"),
            Map.entry("assets.folder", "/srv/assets"), Map.entry("assets.proxy", "http://p:1"),
            Map.entry("assets.mirrors", "https://a/=http://b/"), Map.entry("flight.per-machine", "500"),
            Map.entry("flight.total", "5000"), Map.entry("log.format", "json"), Map.entry("log.level", "debug"));

    @TempDir
    Path folder;

    @Test
    void shippedFileIsTheDefaults() {
        Problems problems = new Problems();
        assertEquals(ApplianceConfig.defaults(), Settings.read(Optional.of(SHIPPED), Map.of(), Map.of(), problems));
        assertEquals(List.of(), problems.list());
    }

    @Test
    void shippedFileHasEveryKeyAndEachIsCommented() throws IOException {
        Problems problems = new Problems();
        TreeSet<String> found = new TreeSet<>();
        paths(Yaml.read(SHIPPED, "x", problems).orElseThrow(), "", found);
        assertEquals(new TreeSet<>(Settings.variables().keySet()), found);
        List<String> lines = Files.readAllLines(SHIPPED);
        assertTrue(lines.stream().filter(line -> line.strip().startsWith("#")).count() >= found.size());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 120));
    }

    private static void paths(YamlNode node, String prefix, TreeSet<String> found) {
        if (node instanceof YamlNode.Map map && !Settings.variables().containsKey(prefix)) {
            map.entries().forEach((key, value) -> paths(value, prefix.isEmpty() ? key : prefix + "." + key, found));
        } else {
            found.add(prefix);
        }
    }

    @Test
    void eachKeyCanBeSetByFileEnvironmentAndFlag() throws IOException {
        assertEquals(Settings.variables().keySet(), OTHER.keySet().stream().sorted(
                java.util.Comparator.comparing(new ArrayList<>(Settings.variables().keySet())::indexOf))
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new)));
        for (Map.Entry<String, String> other : OTHER.entrySet()) {
            Map<String, String> set = new HashMap<>(Map.of(other.getKey(), other.getValue()));
            if (other.getKey().equals("dhcp.mode")) {
                set.put("dhcp.pool", OTHER.get("dhcp.pool"));
            }
            if (List.of("admin.certificate", "admin.key").contains(other.getKey())) {
                set.put("admin.certificate", OTHER.get("admin.certificate"));
                set.put("admin.key", OTHER.get("admin.key"));
            }
            ApplianceConfig byFlag = good(Optional.empty(), Map.of(), set);
            ApplianceConfig byVariable = good(Optional.empty(), set.entrySet().stream().collect(Collectors.toMap(
                    e -> Settings.variables().get(e.getKey()), Map.Entry::getValue)), Map.of());
            ApplianceConfig byFile = good(Optional.of(file(yaml(set))), Map.of(), Map.of());
            assertNotEquals(ApplianceConfig.defaults(), byFlag, other.getKey());
            assertEquals(byFlag, byVariable, other.getKey());
            assertEquals(byFlag, byFile, other.getKey());
        }
    }

    private static String yaml(Map<String, String> set) {
        StringBuilder out = new StringBuilder();
        set.forEach((path, value) -> {
            int dot = path.indexOf('.');
            String section = dot < 0 ? "" : path.substring(0, dot);
            if (dot >= 0 && !out.toString().contains(section + ":\n")) {
                out.append(section).append(":\n");
            }
            out.append(dot < 0 ? "" : "  ").append(path.substring(dot + 1)).append(": \"").append(value).append("\"\n");
        });
        return out.toString();
    }

    @Test
    void listsAndMapsOfTheFileAreRead() throws IOException {
        ApplianceConfig config = good(Optional.of(file("""
                dhcp:
                  dns:
                    - 10.77.0.2
                    - 10.77.0.3
                  reservations:
                    52-54-00-12-34-56: 10.77.0.21
                """)), Map.of(), Map.of());
        assertEquals("[10.77.0.2, 10.77.0.3]", config.dhcp().dns().toString());
        assertEquals("{52:54:00:12:34:56=10.77.0.21}", config.dhcp().reservations().toString());
    }

    @Test
    void environmentWinsOverFileAndFlagOverBoth() throws IOException {
        Path file = file("boot:\n  port: 1\nadmin:\n  port: 1\ntftp:\n  port: 1\n");
        ApplianceConfig config = good(Optional.of(file), Map.of("ICHOR_ADMIN_PORT", "2", "ICHOR_TFTP_PORT", "2"),
                Map.of("tftp.port", "3"));
        assertEquals(List.of(1, 2, 3),
                List.of(config.boot().port(), config.admin().port(), config.tftp().port()));
    }

    @Test
    void httpsHasAPortOfItsOwn() {
        Problems problems = new Problems();
        Settings.read(Optional.empty(), Map.of(), Map.of("boot.tls-port", "8080"), problems);
        assertEquals(List.of("command line boot.tls-port: HTTPS has the port of the boot plane's HTTP. Choose another"
                + " port, or 0"), problems.list().stream().map(Problem::toString).toList());
    }

    @Test
    void everyMistakeIsListedWithFileLineAndField() throws IOException {
        Path file = file("""
                interface: [a]
                addres: 10.0.0.1/24
                dhcp:
                  mode: both
                  lease-time: 12
                  pool: 10.0.0.9-10.0.0.1
                  dns: [10.0.0.300]
                  reservations:
                    nonsense: 10.0.0.5
                tftp: 69
                boot:
                  port: 70000
                  prot: 8080
                """);
        Problems problems = new Problems();
        Settings.read(Optional.of(file), Map.of("ICHOR_LOG_LEVEL", "loud", "ICHOR_NO_SUCH", "1", "PATH", "/bin"),
                Map.of("flight.total", "1"), problems);
        List<String> found = problems.list().stream().map(Problem::toString)
                .map(text -> text.replace(file.toString(), "F")).toList();
        assertEquals(List.of(
                "F:1 interface: expected a single value, found a list",
                "F:2 addres: unknown key. Remove it, or write one of: interface, address, state",
                "F:4 dhcp.mode: unknown value 'both' (known: proxy, full, off)",
                "F:5 dhcp.lease-time: expected a time such as 500ms, 30s, 5m, 12h or 2d",
                "F:6 dhcp.pool: the range ends before it starts",
                "F:7 dhcp.dns: not an IPv4 address (expected four numbers from 0 to 255)",
                "F:8 dhcp.reservations: not a MAC address (expected aa:bb:cc:dd:ee:ff)",
                "F:10 tftp: expected a map of settings, found a single value. Write 'key: value' lines",
                "F:12 boot.port: expected a whole number from 1 to 65535",
                "F:13 boot.prot: unknown key. Remove it, or write one of: boot.port, boot.tls-port",
                "environment ICHOR_LOG_LEVEL: unknown value 'loud' (known: debug, info, warn, error)",
                "environment ICHOR_NO_SUCH: no setting has this variable. Unset it",
                "command line flight.total: expected a whole number from 1000 to 10000000"), found);
    }

    @Test
    void settingsThatDoNotFitTogetherAreProblems() {
        Problems problems = new Problems();
        Settings.read(Optional.empty(), Map.of(), Map.of("address", "10.77.0.1/24", "dhcp.mode", "full", "dhcp.pool",
                "10.77.0.0-10.77.0.9", "dhcp.router", "10.78.0.1", "dhcp.reservations",
                "52:54:00:12:34:56=10.77.0.1", "admin.address", "0.0.0.0", "admin.port", "8080"), problems);
        assertEquals(List.of("command line dhcp.pool", "command line dhcp.pool", "command line dhcp.reservations",
                "command line dhcp.router", "command line admin.port"),
                problems.list().stream().map(Problem::where).toList());
    }

    @Test
    void fullModeNeedsAddresses() {
        Problems problems = new Problems();
        Settings.read(Optional.empty(), Map.of(), Map.of("dhcp.mode", "full"), problems);
        assertEquals("command line dhcp.mode: mode full has no address to give. Set dhcp.pool, or dhcp.reservations",
                problems.list().getFirst().toString());
    }

    @Test
    void aMissingFileAndBrokenYamlAreProblems() throws IOException {
        Problems missing = new Problems();
        Settings.read(Optional.of(folder.resolve("none.yaml")), Map.of(), Map.of(), missing);
        assertTrue(missing.list().getFirst().what().contains("no such file"));
        Problems broken = new Problems();
        Path file = file("dhcp:\n  mode: [proxy\nboot: 1\n");
        Settings.read(Optional.of(file), Map.of(), Map.of(), broken);
        assertEquals(1, broken.list().size());
        assertTrue(broken.list().getFirst().where().startsWith(file + ":"), broken.list().toString());
    }

    @Test
    void aFileOfCommentsOnlyIsTheDefaults() throws IOException {
        assertEquals(ApplianceConfig.defaults(), good(Optional.of(file("# nothing\n")), Map.of(), Map.of()));
        assertEquals(ApplianceConfig.defaults(), good(Optional.of(file("dhcp:\n")), Map.of(), Map.of()));
    }

    @Test
    void ownAddressMustBeAHost() {
        for (String bad : List.of("10.0.0.0/24", "10.0.0.255/24", "10.0.0.1", "0.0.0.0/0")) {
            Problems problems = new Problems();
            Settings.read(Optional.empty(), Map.of(), Map.of("address", bad), problems);
            assertFalse(problems.isEmpty(), bad);
        }
    }

    private ApplianceConfig good(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        Problems problems = new Problems();
        ApplianceConfig config = Settings.read(file, environment, flags, problems);
        assertEquals(List.of(), problems.list());
        return config;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "settings", ".yaml"), text);
    }
}
