package dev.ichor.provisioner.handoff;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationReader;
import dev.ichor.talos.document.Document;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What matters to Mayastor in a configuration that was served, in the forms of Talos 1.10 to 1.14. */
public final class ServedFacts {
    private static final String HUGEPAGES = "vm.nr_hugepages";
    private static final String ISOLATED = "isolcpus=";
    private static final int MOST_CPUS = 4_096;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

    private ServedFacts() {
    }

    /**
     * What is known beside the text.
     *
     * @param storage    the node's address in the storage network
     * @param grub       whether the node's boot loader may take kernel arguments from the configuration, which is on
     *                   machines that boot by BIOS alone
     * @param schematics YAML of Image Factory schematics that the image may be of; others are left unread
     */
    public record Beside(Optional<Ipv4> storage, boolean grub, List<String> schematics) {
        public Beside {
            schematics = List.copyOf(schematics);
        }
    }

    /** Empty if the text is none, or no configuration. */
    public static Optional<Served> of(String text, Beside beside, Instant at, boolean current) {
        try {
            Configuration all = ConfigurationReader.read(text);
            return all.documents().isEmpty() ? Optional.empty() : Optional.of(new Served(at, current, hugepages(all),
                    modules(all), labels(all), isolated(all, beside),
                    beside.storage().map(address -> StorageMtu.of(all, address)).orElse(0)));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> v1(Configuration all, String... path) {
        return all.find(Document.V1ALPHA1).flatMap(document -> document.at(path));
    }

    /** The document wins over the older form. */
    private static int hugepages(Configuration all) {
        String value = all.find("SysctlConfig").flatMap(document -> document.at("params", HUGEPAGES))
                .or(() -> v1(all, "machine", "sysctls", HUGEPAGES)).map(Object::toString).orElse("").strip();
        return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
    }

    private static List<String> modules(Configuration all) {
        Stream<String> older = items(v1(all, "machine", "kernel", "modules").orElse(List.of()))
                .map(module -> module.get("name")).filter(String.class::isInstance).map(String.class::cast);
        Stream<String> newer = all.documents().stream()
                .filter(document -> document.kind().equals("KernelModuleConfig")).map(Document::name);
        return Stream.concat(older, newer).filter(name -> !name.isEmpty()).distinct().sorted().toList();
    }

    private static Map<String, String> labels(Configuration all) {
        Map<String, String> out = new TreeMap<>();
        Stream.of(v1(all, "machine", "nodeLabels"), all.find("KubeNodeConfig").flatMap(document ->
                document.at("labels"))).flatMap(Optional::stream).forEach(found -> {
                    if (found instanceof Map<?, ?> map) {
                        map.forEach((key, value) -> out.put(key.toString(), value.toString()));
                    }
                });
        return out;
    }

    private static List<Integer> isolated(Configuration all, Beside beside) {
        List<String> arguments = new ArrayList<>();
        boolean uki = v1(all, "machine", "install", "grubUseUKICmdline").equals(Optional.of(true));
        if (beside.grub() && !uki) {
            v1(all, "machine", "install", "extraKernelArgs").filter(List.class::isInstance)
                    .ifPresent(list -> ((List<?>) list).forEach(item -> arguments.add(item.toString())));
        }
        if (!beside.grub() || uki || all.find("UnattendedInstallConfig").isPresent()) {
            String image = v1(all, "machine", "install", "image").or(() -> all.find("UnattendedInstallConfig")
                    .flatMap(document -> document.at("installer", "image"))).map(Object::toString).orElse("");
            beside.schematics().stream().filter(yaml -> !yaml.isEmpty() && image.contains(
                    Sha256.of(yaml.getBytes(StandardCharsets.UTF_8)).hex())).forEach(yaml -> arguments.addAll(
                    schematic(yaml)));
        }
        // The kernel takes the last one.
        return arguments.stream().filter(argument -> argument.startsWith(ISOLATED))
                .reduce((_, last) -> last).map(argument -> cpus(argument.substring(ISOLATED.length())))
                .orElse(List.of());
    }

    private static List<String> schematic(String yaml) {
        try {
            return ConfigurationReader.read(yaml).documents().stream().map(document ->
                    document.at("customization", "extraKernelArgs")).flatMap(Optional::stream)
                    .filter(List.class::isInstance).flatMap(list -> ((List<?>) list).stream()).map(Object::toString)
                    .toList();
        } catch (Malformed e) {
            return List.of();
        }
    }

    /** The kernel's list of CPUs, e.g. {@code managed_irq,domain,2,4-6}, without its flags and anything else. */
    static List<Integer> cpus(String list) {
        TreeSet<Integer> out = new TreeSet<>();
        for (String part : list.split(",")) {
            Matcher range = RANGE.matcher(part.strip());
            if (range.matches()) {
                int first = Integer.parseInt(range.group(1));
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                for (int cpu = first; cpu <= last && cpu < MOST_CPUS; cpu++) {
                    out.add(cpu);
                }
            }
        }
        return List.copyOf(out);
    }

    static Stream<Map<?, ?>> items(Object list) {
        return list instanceof List<?> all ? all.stream().filter(Map.class::isInstance).map(item -> (Map<?, ?>) item)
                : Stream.empty();
    }
}
