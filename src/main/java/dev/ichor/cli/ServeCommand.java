package dev.ichor.cli;

import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.Needs;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.ApplianceConfig.Mode;
import dev.ichor.config.Logging;
import dev.ichor.store.Database;
import dev.ichor.store.StoreException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ichor serve}. */
@Command(name = "serve", description = {"Run the appliance until it is told to stop (SIGTERM or SIGINT).",
        "Everything is checked first; what is wrong is listed, each with its mend."})
final class ServeCommand implements Callable<Integer> {
    private static final String CANNOT = "serve cannot start";
    private static final int STOP_SECONDS = 20;

    @ParentCommand
    private Ichor root;

    @Override
    public Integer call() {
        ApplianceConfig config = root.settings();
        Logging.start(config.log(), new FileOutputStream(FileDescriptor.err));
        Problems problems = new Problems();
        Optional<Segment> segment = Segment.find(config, problems);
        Privileges.check(config, problems);
        AssetCatalog.Opened assets = AssetCatalog.open(Home.pins(), new AssetFolder(config.assetFolder()),
                Needs.required(List.of()), InstantSource.system());
        problems.addAll(assets.problems());
        AdminPlane.check(config, problems);
        SealKeys.check(config, root.environment(), problems);
        if (!problems.isEmpty() || segment.isEmpty()) {
            throw Failure.of(CANNOT, problems.list());
        }
        return run(config, segment.get(), assets.catalog(), root.environment());
    }

    private static int run(ApplianceConfig config, Segment segment, AssetCatalog catalog,
                           Map<String, String> environment) {
        Database database = database(config);
        Appliance appliance = new Appliance(config, segment, catalog, database,
                SealKeys.open(config, environment, database));
        Supervisor supervisor = new Supervisor();
        List<Problem> problems = supervisor.start(appliance.parts());
        if (!problems.isEmpty()) {
            throw Failure.of(CANNOT, problems);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor, stopped), "stop"));
        tell(config, segment, catalog, appliance.fingerprint());
        String why = supervisor.await();
        stopped.countDown();
        if (!why.isEmpty()) {
            throw new Failure(ExitCode.FAILED, "the appliance stopped: " + why);
        }
        return ExitCode.OK;
    }

    private static Database database(ApplianceConfig config) {
        try {
            return Database.open(config.state());
        } catch (StoreException e) {
            throw new Failure(ExitCode.FAILED, CANNOT + ": " + e.getMessage() + ". Check the setting state, and its "
                    + "owner and mode", e);
        }
    }

    /** The virtual machine halts when its hooks end, so the hook waits until all parts have stopped. */
    private static void stop(Supervisor supervisor, CountDownLatch stopped) {
        supervisor.stopAsked();
        try {
            stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(ApplianceConfig config, Segment segment, AssetCatalog catalog, String fingerprint) {
        Logger log = LoggerFactory.getLogger(Logging.ALWAYS);
        Instant born = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        String own = segment.own().address().toString();
        log.info("ready took={}ms interface={} address={} mtu={} dhcp={} tftp={} boot=http://{}:{} echo={}:{} "
                + "admin=https://{}:{} admin-sha256={} assets={} version={}",
                Duration.between(born, Instant.now()).toMillis(),
                segment.nic(), segment.own(), segment.mtu(), dhcp(config),
                config.tftp().enabled() ? own + ":" + config.tftp().port() : "off", own, config.boot().port(), own,
                config.discovery().echoPort(), config.admin().address(), config.admin().port(), fingerprint,
                catalog.all().size(),
                VersionCommand.version());
    }

    private static String dhcp(ApplianceConfig config) {
        String mode = config.dhcp().mode().name().toLowerCase(Locale.ROOT);
        return config.dhcp().mode() == Mode.OFF ? mode : mode + ":67,4011";
    }
}
