package dev.ichor.mayastor.run;

import dev.ichor.mayastor.run.Install.Disk;
import dev.ichor.mayastor.run.Install.Node;
import dev.ichor.mayastor.site.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What check pods printed.
 *
 * @param proofs  of what was measured
 * @param figures by name with unit, e.g. {@code worker-1/SER1 read MB/s}
 * @param missing what should have been said and was not; for people
 */
public record Readings(List<Proof> proofs, Map<String, Double> figures, List<String> missing) {
    public static final Readings NONE = new Readings(List.of(), Map.of(), List.of());
    private static final String DISK = "ichor-disk ";
    private static final String FIO = "ichor-fio ";
    private static final String FIO_FAILED = "ichor-fio-failed ";
    private static final Pattern PAGES = Pattern.compile("ichor-hugepages (\\S+) (\\d{1,9})/(\\d{1,9})");
    private static final Pattern JUMBO = Pattern.compile("ichor-jumbo (\\S+) (\\S+) (ok|bad)(?: (.*))?");
    private static final int LONGEST = 300;

    public Readings {
        proofs = List.copyOf(proofs);
        figures = Map.copyOf(figures);
        missing = List.copyOf(missing);
    }

    /** Those that are not as they should be, for people. */
    public List<String> bad() {
        List<String> bad = new ArrayList<>();
        proofs.stream().filter(proof -> !proof.good()).forEach(proof -> bad.add(proof.subject() + ": "
                + proof.detail()));
        bad.addAll(missing);
        return bad;
    }

    /** Both together. */
    public Readings and(Readings more) {
        List<Proof> allProofs = new ArrayList<>(proofs);
        allProofs.addAll(more.proofs);
        Map<String, Double> allFigures = new LinkedHashMap<>(figures);
        allFigures.putAll(more.figures);
        List<String> allMissing = new ArrayList<>(missing);
        allMissing.addAll(more.missing);
        return new Readings(allProofs, allFigures, allMissing);
    }

    /** Whether a disk of that subject was proven, and nothing speaks against it. */
    public boolean proves(String subject) {
        List<Proof> own = proofs.stream().filter(proof -> proof.kind().equals("disk")
                && proof.subject().equals(subject)).toList();
        return !own.isEmpty() && own.stream().allMatch(Proof::good);
    }

    private static List<String> lines(String log) {
        return log.lines().map(String::strip).toList();
    }

    /** A node's words, cut to a length that can be shown, without control characters. */
    private static String clean(String words) {
        String plain = words.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }

    /**
     * Of a node's network pod. The node that printed it can only speak of itself.
     *
     * @param engine whether an io-engine may be running there, which takes its hugepages
     */
    public static Readings network(Install install, Node node, String log, boolean engine, Instant at) {
        List<Proof> proofs = new ArrayList<>();
        for (String line : lines(log)) {
            Matcher jumbo = JUMBO.matcher(line);
            if (jumbo.matches() && jumbo.group(1).equals(node.name()) && isNode(install, jumbo.group(2))) {
                proofs.add(new Proof("jumbo", node.name() + " to " + jumbo.group(2), jumbo.group(3).equals("ok"),
                        clean(Optional.ofNullable(jumbo.group(4)).orElse("")), at));
            }
            Matcher pages = PAGES.matcher(line);
            if (pages.matches() && pages.group(1).equals(node.name())) {
                proofs.add(pages(install, node, Integer.parseInt(pages.group(2)), Integer.parseInt(pages.group(3)),
                        engine, at));
            }
        }
        return new Readings(proofs, Map.of(), unsaid(install, node, proofs));
    }

    private static boolean isNode(Install install, String name) {
        return install.nodes().stream().anyMatch(node -> node.name().equals(name));
    }

    private static Proof pages(Install install, Node node, int free, int total, boolean engine, Instant at) {
        boolean good = total >= install.hugepages() && (engine || free >= install.hugepages());
        return new Proof("hugepages", node.name(), good, free + " of " + total + " hugepages of 2 MiB are free, the "
                + "io-engine takes " + install.hugepages(), at);
    }

    private static List<String> unsaid(Install install, Node node, List<Proof> proofs) {
        List<String> missing = new ArrayList<>();
        if (!node.storage().isEmpty()) {
            install.nodes().stream().filter(other -> !other.storage().isEmpty() && !other.equals(node))
                    .map(other -> node.name() + " to " + other.name()).filter(pair -> proofs.stream().noneMatch(proof ->
                            proof.kind().equals("jumbo") && proof.subject().equals(pair)))
                    .forEach(pair -> missing.add("nothing was measured from " + pair));
        }
        if (proofs.stream().noneMatch(proof -> proof.kind().equals("hugepages"))) {
            missing.add("the hugepages of " + node.name() + " were not counted");
        }
        return missing;
    }

    /** Of a node's disk pod. */
    public static Readings disks(Node node, String log, Instant at) {
        List<Proof> proofs = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        List<String> lines = lines(log);
        for (Disk disk : node.disks()) {
            String subject = node.name() + "/" + disk.serial();
            String said = DISK + disk.serial() + " ";
            List<String> own = lines.stream().filter(line -> line.startsWith(said))
                    .map(line -> line.substring(said.length())).toList();
            own.forEach(word -> proofs.add(new Proof("disk", subject, word.equals("ok") || word.startsWith("ok "),
                    clean(word.replaceFirst("^(ok|bad) ?", "")), at)));
            if (own.isEmpty()) {
                missing.add("nothing was said of disk " + disk.serial() + " of " + node.name());
            }
            figures.putAll(figures(lines, FIO + "disk " + disk.serial() + " ", subject));
        }
        return new Readings(proofs, figures, missing);
    }

    /** Of the volume's pod. */
    public static Readings volume(String log) {
        List<String> lines = lines(log);
        List<String> missing = new ArrayList<>(lines.stream().filter(line -> line.startsWith(FIO_FAILED))
                .map(line -> "fio failed: " + clean(line.substring(FIO_FAILED.length()))).toList());
        Map<String, Double> figures = new LinkedHashMap<>();
        lines.stream().filter(line -> line.startsWith(FIO + "volume ")).map(line -> line.split(" "))
                .filter(words -> words.length == 4).forEach(words -> figures.putAll(figures(lines, FIO + "volume "
                        + words[2] + " ", "volume")));
        if (figures.isEmpty()) {
            missing.add("fio said nothing of the volume");
        }
        return new Readings(List.of(), figures, missing);
    }

    private static Map<String, Double> figures(List<String> lines, String marker, String subject) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith(marker)) {
                figures.putAll(Fio.figures(subject, lines.get(i).substring(marker.length()), lines.get(i + 1)));
            }
        }
        return figures;
    }
}
