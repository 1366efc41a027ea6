package dev.ichor.cli;

import dev.ichor.assets.Asset;
import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.Needs;
import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.client.talos.MaintenanceClient;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.ApplianceConfig.Mode;
import dev.ichor.inventory.Assign;
import dev.ichor.inventory.roles.HardwareNeeds;
import dev.ichor.inventory.roles.HealthLimits;
import dev.ichor.ipxe.BootPlane;
import dev.ichor.machine.FingerprintDiff;
import dev.ichor.machine.facts.FactsFile;
import dev.ichor.machine.facts.Limits;
import dev.ichor.provision.BootRules;
import dev.ichor.provisioner.Provisioner;
import dev.ichor.provisioner.ProvisionerSettings;
import dev.ichor.provisioner.access.Access;
import dev.ichor.provisioner.talos.TalosParts;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.boot.BootAsset;
import dev.ichor.server.boot.BootServer;
import dev.ichor.server.boot.EchoServer;
import dev.ichor.server.boot.HttpExchangeRecord;
import dev.ichor.server.dhcp.BootProgress;
import dev.ichor.server.net.OneInterface;
import dev.ichor.server.tftp.TftpServer;
import dev.ichor.server.tftp.TftpSettings;
import dev.ichor.store.Database;
import dev.ichor.store.StoreException;
import dev.ichor.store.flight.FlightStore;
import dev.ichor.store.lease.SqliteLeases;
import dev.ichor.tftp.Negotiation;
import dev.ichor.tftp.TransferRecord;
import dev.ichor.vault.SealKey;
import java.io.IOException;
import java.net.Inet4Address;
import java.security.SecureRandom;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All parts of one appliance, put together by hand. */
final class Appliance {
    private final ApplianceConfig config;
    private final Segment segment;
    private final AssetCatalog catalog;
    private final Database database;
    private final Clock clock = Clock.systemUTC();
    private final FlightStore flight;
    private final Provisioner provisioner;
    private final Foreigners foreigners;
    private final Access access;
    private final Metrics metrics = new Metrics(VersionCommand.version());
    private final Board board = new Board();
    private final AdminPlane admin;
    private final Optional<SecureBoot> secure;
    private BootServer boot;
    private EchoServer echo;
    private final DhcpPart dhcp;
    private final SinkParts sinks;

    Appliance(ApplianceConfig config, Segment segment, AssetCatalog catalog, Database database,
              SealKey seal) {
        this.config = config;
        this.secure = SecureBoot.open(config, segment, clock.instant());
        this.segment = segment;
        this.catalog = catalog;
        this.database = database;
        this.flight = new FlightStore(database, config.flight().perMachine(), config.flight().total(),
                Neighbours::find);
        this.foreigners = new Foreigners(segment.nic(), segment.own().address());
        BootPlane plane = new BootPlane(segment.own().address(), config.boot().port(), config.discovery().echoPort(),
                (int) config.discovery().lldp().toSeconds(), config.discovery().kernelArguments());
        boolean discoverable = catalog.find(Needs.DISCOVERY_KERNEL).isPresent()
                && catalog.find(Needs.DISCOVERY_INITRD).isPresent();
        this.access = new Access(database, clock);
        this.provisioner = new Provisioner(database, plane,
                settings(config.disks(), discoverable ? Set.of(Arch.X86_64) : Set.of()),
                archive -> FactsFile.read(archive, Limits.CONTRACT), FingerprintDiff::between,
                access.audit(), talosParts(seal), clock, new SecureRandom()::nextLong);
        this.sinks = new SinkParts(config.sinks(), segment, provisioner.talos().reports(), clock);
        this.admin = new AdminPlane(config, segment, services(), metrics);
        this.dhcp = new DhcpPart(config, segment, catalog, database, packet -> flight.record(() ->
                metrics.counted(DhcpTap.exchange(packet, segment.own().address()))), clock);
    }

    private static ProvisionerSettings settings(ApplianceConfig.Disks disks, Set<Arch> discoverable) {
        HealthLimits health = new HealthLimits(disks.mostUsed(), disks.leastSpare(), disks.mostMediaErrors());
        return new ProvisionerSettings(new BootRules(discoverable, BootRules.MOST_BOOTS),
                new Assign.Limits(health, HardwareNeeds.DEFAULT), disks.policyArm());
    }

    private TalosParts talosParts(SealKey seal) {
        return new TalosParts(Optional.of(seal), "", Neighbours::find, name -> catalog.find(name).isPresent(),
                SinkParts.told(config.sinks(), segment.own().address()), new SecureRandom(),
                new MaintenanceClient(segment.own().subnet()), secure.map(SecureBoot::told));
    }

    private Services services() {
        return new Services(provisioner.machines(), provisioner.arming(), provisioner.declarations(),
                provisioner.talos(), provisioner.handoff(), access.tokens(),
                access.repeats(), access.audit(), access.webhooks(), new FlightsOf(flight),
                () -> database.reading(SqliteLeases::all), catalog::all, board::components,
                config.dhcp().mode() == Mode.PROXY, foreigners::known, clock);
    }

    /** SHA-256 of the admin plane's certificate; after the start. */
    String fingerprint() {
        return admin.fingerprint();
    }

    /** The parts in the order in which they start: what answers machines' later questions before what invites them. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.of("database", () -> { }, grace -> database.close()));
        parts.add(Part.of("flight recorder", flight::start, grace -> flight.close(), flight::ended));
        parts.add(Part.of("inventory", provisioner::start, grace -> provisioner.close()));
        parts.add(Part.of("access", () -> access.start(provisioner.machines()), grace -> access.close()));
        parts.add(Part.of("admin plane", admin::start, admin::stop));
        parts.add(Part.of("jumbo echo", this::startEcho, grace -> closed(echo), () -> echo.ended()));
        parts.add(Part.of("boot plane", this::startBoot, grace -> boot.close(), () -> boot.ended()));
        parts.addAll(sinks.parts());
        if (config.tftp().enabled()) {
            TftpServer tftp = new TftpServer(tftpSettings(),
                    new BootFiles(catalog, provisioner::initScript, flight::owner), this::loaded);
            parts.add(Part.of("TFTP", () -> {
                tftp.start();
                OneInterface.udp(segment.nic(), tftp.port());
            }, tftp::stop, tftp::ended));
        }
        if (config.dhcp().mode() != Mode.OFF) {
            parts.add(dhcp);
            parts.add(Part.of("segment watch", foreigners::start, grace -> foreigners.close()));
        }
        List<Part> shown = parts.stream().map(board::on).toList();
        board.look("database", this::databaseTrouble);
        sinks.off().forEach(board::off);
        if (!config.tftp().enabled()) {
            board.off("TFTP");
        }
        if (config.dhcp().mode() == Mode.OFF) {
            board.off("DHCP");
        }
        return shown;
    }

    private Optional<String> databaseTrouble() {
        try {
            database.reading(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("SELECT 1");
                }
            });
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of("It cannot be read: " + e.getMessage());
        }
    }

    private void startEcho() throws IOException {
        try {
            echo = EchoServer.start(segment.own().address(), config.discovery().echoPort(), segment.own().subnet());
            OneInterface.udp(segment.nic(), echo.port());
        } catch (IOException e) {
            throw new IOException("cannot listen on UDP " + segment.own().address() + ":"
                    + config.discovery().echoPort() + " (" + e.getMessage() + "); set discovery.echo-port", e);
        }
    }

    private void startBoot() throws IOException {
        listenForBoots();
        OneInterface.tcp(segment.nic(), config.boot().port());
        if (secure.isPresent()) {
            OneInterface.tcp(segment.nic(), config.boot().tlsPort());
        }
    }

    private void listenForBoots() throws IOException {
        try {
            boot = BootServer.start(provisioner, name -> catalog.find(name).map(Appliance::bootAsset),
                    flight::owner, this::asked, listener());
        } catch (RuntimeException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException("cannot listen on " + segment.own().address() + ":" + config.boot().port()
                    + secure.map(tls -> " and " + config.boot().tlsPort()).orElse("") + " (" + why
                    + "); another program may hold the port: 'ss -ltnp' names it, or set boot.port or boot.tls-port",
                    e);
        }
    }

    private Optional<BootServer.Tls> listener() throws IOException {
        return secure.isEmpty() ? Optional.empty() : Optional.of(secure.get().listener());
    }

    private static BootAsset bootAsset(Asset asset) {
        return new BootAsset(asset.name().text(), asset.path(), asset.size(), asset.sha256(),
                BootAsset.contentTypeOf(asset.name().text()));
    }

    private TftpSettings tftpSettings() {
        TftpSettings usual = TftpSettings.defaults(segment.own().address());
        int block = config.tftp().blockSize() == 0 ? usual.limits().maxBlksize() : config.tftp().blockSize();
        // Machines that boot have an MTU of 1500 whatever the appliance's own is.
        Negotiation.Limits limits = new Negotiation.Limits(Math.clamp(segment.mtu(), 576, 1500), block,
                config.tftp().window());
        return new TftpSettings(segment.own().address(), config.tftp().port(), config.tftp().singlePort(), limits,
                config.tftp().transfers(), usual.patience());
    }

    /** What was loaded proves that the offer before it works for that machine. */
    private void loaded(TransferRecord transfer) {
        flight.record(metrics.counted(TftpTap.exchange(transfer, clock.instant())));
        if (TftpTap.follows(transfer) && transfer.client().getAddress() instanceof Inet4Address address) {
            dhcp.followedUp(Ipv4.of(address), BootProgress.Step.TFTP_REQUEST);
        }
    }

    private void asked(HttpExchangeRecord request) {
        flight.record(metrics.counted(HttpTap.exchange(request)));
        if (HttpTap.follows(request)) {
            request.mac().ifPresentOrElse(mac -> dhcp.followedUp(mac, BootProgress.Step.HTTP_REQUEST),
                    () -> dhcp.followedUp(request.client(), BootProgress.Step.HTTP_REQUEST));
        }
    }

    private static void closed(EchoServer echo) {
        try {
            echo.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
