package dev.ichor.cli;

import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetService;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Builder;
import dev.ichor.assets.Needs;
import dev.ichor.assets.Progress;
import dev.ichor.assets.fetch.FetchRequest;
import dev.ichor.assets.fetch.FetchSettings;
import dev.ichor.assets.fetch.Fetcher;
import dev.ichor.base.Arch;
import dev.ichor.base.Malformed;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.json.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ichor assets}. */
@Command(name = "assets", description = "The files that machines boot: make, fetch, verify, list them.",
        synopsisSubcommandLabel = "COMMAND")
final class AssetsCommand {
    @ParentCommand
    private Ichor root;

    @Spec
    private CommandSpec spec;

    /** Something that may fail with a list of problems. */
    @FunctionalInterface
    private interface Work {
        int run() throws AssetsFailed;
    }

    @Command(name = "list", description = "All files that a lock names or the appliance needs.")
    int list(@Mixin Output output) {
        AssetService.Report report = service().list();
        print(report, output);
        return ExitCode.OK;
    }

    @Command(name = "verify", description = "Read every byte of all files again. Exit code 0 if serve could start.")
    int verify(@Mixin Output output) {
        AssetService.Report report = service().verify(Progress.SILENT);
        print(report, output);
        report.problems().forEach(problem -> spec.commandLine().getErr().println("ichor: " + problem));
        return report.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    @Command(name = "build", description = {
            "Make the bootloaders (from Debian's ipxe package) and the discovery image.",
            "Needs no root; asks apt for packages, or takes them from a folder."})
    int build(@Option(names = "--from", paramLabel = "FOLDER", description = "Take .deb files from here, without a "
                      + "network.") Path from,
              @Option(names = "--keep", paramLabel = "FOLDER", description = "Keep the packages got from apt here, for "
                      + "--from at another site.") Path keep,
              @Option(names = "--only", paramLabel = "PART", description = "ipxe or discovery.") String only,
              @Mixin Output output) {
        if (only != null && !only.equals("ipxe") && !only.equals("discovery")) {
            throw new Failure(ExitCode.USAGE, "--only: expected ipxe or discovery");
        }
        return attempt(() -> {
            List<Builder> builders = new ArrayList<>();
            if (!"discovery".equals(only)) {
                builders.add(Builds.ipxe(Optional.ofNullable(from)));
            }
            if (!"ipxe".equals(only)) {
                builders.add(Builds.discovery(Home.discovery(), Optional.ofNullable(from), Optional.ofNullable(keep),
                        gap -> spec.commandLine().getErr().println("note: " + gap)));
            }
            List<AssetEntry> made = new ArrayList<>();
            for (Builder builder : builders) {
                made.addAll(service().build(builder, progress()));
            }
            print(made, output);
            return ExitCode.OK;
        });
    }

    @Command(name = "fetch", description = {
            "Fetch files that others publish, checked against their checksums; what was",
            "begun is resumed. Proxy and mirrors are settings (assets.proxy, assets.mirrors)."})
    int fetch(@Option(names = "--talos", paramLabel = "VERSION", description = "Kernel and initramfs of this Talos "
                      + "version, for example v1.11.5.") String talos,
              @Option(names = "--schematic", paramLabel = "ID", description = "With --talos: from the Image Factory, "
                      + "with this schematic.") String schematic,
              @Option(names = "--replace", description = "With --schematic: take the file although it is another than "
                      + "before.") boolean replace,
              @Option(names = "--arch", paramLabel = "ARCH", defaultValue = "x86_64", description = "x86_64 (default) "
                      + "or arm64.") String arch,
              @Option(names = "--ipxe", description = "The iPXE release that assets.yaml pins.") boolean ipxe,
              @Option(names = "--from", paramLabel = "FOLDER", description = "Take the files from here, without a "
                      + "network.") Path from,
              @Mixin Output output) {
        List<FetchRequest> requests = requests(talos, schematic, replace, arch, ipxe);
        return attempt(() -> {
            List<AssetEntry> got = new ArrayList<>();
            try (Fetcher fetcher = fetcher(from)) {
                for (FetchRequest request : requests) {
                    Fetcher.Fetched fetched = fetcher.fetch(request, progress());
                    got.addAll(fetched.entries());
                    fetched.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
                }
            }
            print(got, output);
            return ExitCode.OK;
        });
    }

    private static List<FetchRequest> requests(String talos, String schematic, boolean replace, String arch,
                                               boolean ipxe) {
        List<FetchRequest> requests = new ArrayList<>();
        try {
            if (talos != null) {
                requests.add(schematic == null ? new FetchRequest.TalosRelease(talos, Arch.parse(arch))
                        : new FetchRequest.TalosImage(talos, schematic, Arch.parse(arch), replace));
            }
        } catch (Malformed | IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e);
        }
        if (ipxe) {
            requests.add(new FetchRequest.Ipxe());
        }
        if (requests.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "say what to fetch: --talos VERSION, --ipxe, or both");
        }
        return requests;
    }

    private Fetcher fetcher(Path from) throws AssetsFailed {
        ApplianceConfig config = root.settings();
        AssetFolder folder = new AssetFolder(config.assetFolder());
        if (from != null) {
            return Fetcher.from(from, Home.pins(), folder);
        }
        FetchSettings settings = FetchSettings.standard(root.environment()).withMirrors(config.assets().mirrors());
        try {
            return Fetcher.online(Home.pins(), folder, config.assets().proxy().isEmpty() ? settings
                    : settings.withProxy(URI.create(config.assets().proxy())));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.FAILED, "assets.proxy: " + e.getMessage(), e);
        }
    }

    private int attempt(Work work) {
        try {
            return work.run();
        } catch (AssetsFailed e) {
            throw Failure.of("the assets stay as they were", e.problems());
        }
    }

    private AssetService service() {
        ApplianceConfig config = root.settings();
        return new AssetService(Home.pins(), new AssetFolder(config.assetFolder()), Needs.required(List.of()),
                InstantSource.system());
    }

    private Progress progress() {
        return new ProgressLine(spec.commandLine().getErr(), System.console() != null);
    }

    private void print(AssetService.Report report, Output output) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.print(Json.write(AssetLine.Listing.of(report)) + "\n");
            return;
        }
        Table table = new Table("NAME", "VERSION", "ARCH", "SIZE", "STATE", "NEEDED", "TRUST", "WHY");
        report.rows().forEach(row -> table.row(row.name().text(), row.version(), row.arch(), Show.memory(row.size()),
                row.state().name().toLowerCase(Locale.ROOT), Show.yes(row.required()), row.trust(), row.why()));
        out.print(table.text());
    }

    private void print(List<AssetEntry> entries, Output output) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.print(Json.write(AssetLine.Listing.of(entries)) + "\n");
            return;
        }
        Table table = new Table("NAME", "VERSION", "SIZE", "SHA256");
        entries.forEach(entry -> table.row(entry.name().text(), entry.version(), Show.memory(entry.size()),
                entry.sha256().hex()));
        out.print(table.text());
    }
}
