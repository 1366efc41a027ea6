package dev.ichor.assets.build;

import dev.ichor.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Packages from the sources that this machine's apt is configured with. apt checks their signatures and digests. */
record AptSource(Path folder) implements DebSource {
    private static final Duration ASK = Duration.ofSeconds(60);
    private static final Duration DOWNLOAD = Duration.ofMinutes(15);
    /** apt-get names no address for a file that the working directory already has. */
    private static final Path ELSEWHERE = Path.of("/");
    /** {@code 'http://…/x.deb' x_1.deb 123 SHA256:…} as apt-get(8) prints with --print-uris. */
    private static final Pattern URI = Pattern.compile("'([^']+)' (\\S+) \\d+ \\S*");

    @Override
    public Map<String, DebPackage> describe(Collection<String> names) throws BuildFailed {
        List<String> command = new ArrayList<>(List.of("apt-cache", "show", "--no-all-versions"));
        command.addAll(names);
        // apt-cache complains when it does not know one of the names, and still prints the others.
        Command.Result result = Command.of(command).within(ASK).run();
        Map<String, DebPackage> known = new HashMap<>();
        for (DebPackage found : DebPackage.parse(result.output())) {
            known.putIfAbsent(found.name(), found);
        }
        return known;
    }

    @Override
    public List<Fetched> fetch(Collection<DebPackage> packages) throws BuildFailed {
        List<String> exact = packages.stream().map(one -> one.name() + "=" + one.version()).toList();
        Map<String, Fetched> planned = plan(exact);
        List<String> missing = planned.values().stream()
                .filter(one -> !Files.exists(one.file()))
                .map(one -> nameAndVersion(packages, one.name()))
                .toList();
        if (!missing.isEmpty()) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new BuildFailed(folder.toString(), "cannot be made: " + e.getMessage(), "");
            }
            aptGet(folder, List.of(), missing, DOWNLOAD);
        }
        List<Problem> problems = packages.stream()
                .filter(one -> !planned.containsKey(one.name()) || !Files.exists(planned.get(one.name()).file()))
                .map(one -> new Problem("package " + one.name(), "apt did not bring version " + one.version(),
                        "run 'apt-get update' and try again"))
                .toList();
        if (!problems.isEmpty()) {
            throw new BuildFailed(problems);
        }
        return packages.stream().map(one -> planned.get(one.name())).toList();
    }

    private static String nameAndVersion(Collection<DebPackage> packages, String name) {
        return packages.stream().filter(one -> one.name().equals(name)).findFirst()
                .map(one -> one.name() + "=" + one.version()).orElseThrow();
    }

    private Map<String, Fetched> plan(List<String> exact) throws BuildFailed {
        Map<String, Fetched> planned = new HashMap<>();
        Matcher line = URI.matcher(aptGet(ELSEWHERE, List.of("--print-uris"), exact, ASK));
        while (line.find()) {
            String name = line.group(2).substring(0, line.group(2).indexOf('_'));
            planned.put(name, new Fetched(name, folder.resolve(line.group(2)), line.group(1)));
        }
        return planned;
    }

    private static String aptGet(Path in, List<String> options, List<String> packages, Duration limit)
            throws BuildFailed {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "-o", "APT::Sandbox::User=", "download"));
        command.addAll(options);
        command.addAll(packages);
        return Command.of(command).in(in).within(limit).orFail("check the internet connection and the proxy of apt,"
                + " run 'apt-get update', or use --from with a folder of .deb files");
    }
}
