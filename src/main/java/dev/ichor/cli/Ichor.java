package dev.ichor.cli;

import dev.ichor.base.Problems;
import dev.ichor.client.ClientFailed;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Settings;
import dev.ichor.config.Logging;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code ichor} command. */
@Command(name = "ichor", sortOptions = false, synopsisSubcommandLabel = "COMMAND",
        description = "Boots bare machines over the network, and reads their hardware into an inventory.",
        footer = {"", "Exit codes: 0 done; 1 failed, or something is wrong; 2 the command line was not understood;",
                "3 no such thing; 4 the running appliance did not answer; 5 it does not let this token in, or its",
                "certificate is not trusted; 6 something would change (plan --exit-code); 7 helm or kubectl is",
                "not on the PATH, so that handoff run printed what to run.",
                "Settings: " + Ichor.FILE + ", or --config; see the comments there."})
public final class Ichor {
    static final String FILE = "/etc/ichor/appliance.yaml";

    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Settings file. Default: " + FILE + " if it exists.")
    private Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", scope = ScopeType.INHERIT,
            description = "Set one setting, for example --set dhcp.mode=full. May repeat.")
    private final Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--interface", paramLabel = "NIC", scope = ScopeType.INHERIT,
            description = "Short for --set interface=NIC.")
    private String nic;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an unexpected error came from.")
    private boolean debug;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    private boolean help;

    private final Map<String, String> environment;
    private final Person person;

    private Ichor(Map<String, String> environment, Person person) {
        this.environment = environment;
        this.person = person;
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("assets", AssetsCommand::new);
        commands.put("machines", MachinesCommand::new);
        commands.put("disks", DisksCommand::new);
        commands.put("roles", RolesCommand::new);
        commands.put("clusters", ClustersCommand::new);
        commands.put("secrets", SecretsCommand::new);
        commands.put("talosconfig", TalosconfigCommand::new);
        commands.put("kubeconfig", KubeconfigCommand::new);
        commands.put("rekey", RekeyCommand::new);
        commands.put("nodes", NodesCommand::new);
        commands.put("policies", PoliciesCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("arm", ArmCommand::new);
        commands.put("disarm", DisarmCommand::new);
        commands.put("wipe", WipeCommand::new);
        commands.put("arms", ArmsCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("schematic", SchematicCommand::new);
        commands.put("push", PushCommand::new);
        commands.put("log", LogCommand::new);
        commands.put("refusals", RefusalsCommand::new);
        commands.put("handoff", HandoffCommand::new);
        commands.put("boot-methods", BootMethodsCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("events", EventsCommand::new);
        commands.put("leases", LeasesCommand::new);
        commands.put("inventory", InventoryCommand::new);
        commands.put("tokens", TokensCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("webhooks", WebhooksCommand::new);
        commands.put("whoami", WhoamiCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        return commands;
    }

    /** Runs one command line; the result is the exit code of the process. */
    public static int run(String[] arguments, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        return run(arguments, environment, out, err, new Terminal(err));
    }

    static int run(String[] arguments, Map<String, String> environment, PrintWriter out, PrintWriter err,
                   Person person) {
        // Commands speak through their output; only serve has a log of its own, which it sets up by the settings.
        Logging.start(new ApplianceConfig.Log(ApplianceConfig.Format.LOGFMT, ApplianceConfig.Level.WARN),
                new FileOutputStream(FileDescriptor.err));
        Ichor root = new Ichor(environment, person);
        CommandLine line = new CommandLine(root);
        addCommands(line, arguments);
        line.setOut(out).setErr(err);
        HelpText.on(line);
        line.setExecutionExceptionHandler((e, command, parsed) -> root.failed(e, err));
        line.setExecutionStrategy(parsed -> needsSubcommand(parsed) ? usage(line) : new CommandLine.RunLast()
                .execute(parsed));
        try {
            return line.execute(arguments);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /**
     * Adds the command that the first argument names, or all: to read a command's annotations costs time, and the
     * appliance's start has none to spare.
     */
    private static void addCommands(CommandLine line, String[] arguments) {
        Map<String, Supplier<Object>> named = arguments.length > 0 && COMMANDS.containsKey(arguments[0])
                ? Map.of(arguments[0], COMMANDS.get(arguments[0])) : COMMANDS;
        named.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }

    /** Every command with its options, to be described and not run. */
    static CommandLine all() {
        CommandLine line = new CommandLine(new Ichor(Map.of(), new Terminal(writer(System.err))));
        COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        return line;
    }

    private static boolean needsSubcommand(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Object command = last.commandSpec().userObject();
        return !last.isUsageHelpRequested() && !(command instanceof Callable || command instanceof Method);
    }

    private static int usage(CommandLine line) {
        CommandLine.ParseResult last = line.getParseResult();
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        last.commandSpec().commandLine().usage(line.getErr());
        return ExitCode.USAGE;
    }

    private int failed(Exception e, PrintWriter err) {
        boolean expected = e instanceof Failure || e instanceof ClientFailed;
        int code = switch (e) {
            case Failure failure -> failure.code();
            case ClientFailed failed -> code(failed.kind());
            default -> ExitCode.FAILED;
        };
        err.println("ichor: " + (expected ? Show.plainLines(e.getMessage()) : "unexpected error: " + e
                + (debug ? "" : " (--debug shows where it came from)")));
        if (debug) {
            e.printStackTrace(err);
        }
        return code;
    }

    private static int code(ClientFailed.Kind kind) {
        return switch (kind) {
            case SILENT -> ExitCode.SILENT;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case UNTRUSTED, NOT_ALLOWED -> ExitCode.NOT_ALLOWED;
            case STALE, REFUSED -> ExitCode.FAILED;
        };
    }

    /** The settings, whatever is wrong with them going to {@code problems}. */
    ApplianceConfig settings(Problems problems) {
        Map<String, String> flags = new LinkedHashMap<>(set);
        if (nic != null) {
            flags.put("interface", nic);
        }
        return Settings.read(file(), environment, flags, problems);
    }

    /** The settings, or a failure that lists what is wrong with them. */
    ApplianceConfig settings() {
        Problems problems = new Problems();
        ApplianceConfig settings = settings(problems);
        if (!problems.isEmpty()) {
            throw Failure.of("the settings cannot be used", problems.list());
        }
        return settings;
    }

    private Optional<Path> file() {
        String named = environment.getOrDefault("ICHOR_CONFIG", "");
        return Optional.ofNullable(config).or(() -> named.isEmpty() ? Optional.empty() : Optional.of(Path.of(named)))
                .or(() -> Optional.of(Path.of(FILE)).filter(Files::exists));
    }

    Map<String, String> environment() {
        return environment;
    }

    Person person() {
        return person;
    }

    /** Standard output or error, in UTF-8 whatever the locale says. */
    public static PrintWriter writer(java.io.PrintStream stream) {
        return new PrintWriter(new java.io.OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }
}
