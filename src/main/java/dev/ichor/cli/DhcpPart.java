package dev.ichor.cli;

import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.Needs;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.ApplianceConfig.Mode;
import dev.ichor.dhcp.lease.AddressRange;
import dev.ichor.dhcp.lease.Scope;
import dev.ichor.server.dhcp.BootProgress;
import dev.ichor.server.dhcp.DhcpExchange;
import dev.ichor.server.dhcp.DhcpServer;
import dev.ichor.server.dhcp.DhcpSettings;
import dev.ichor.store.Database;
import dev.ichor.store.lease.SqliteLeases;
import dev.ichor.store.lease.SqliteVariants;
import dev.ichor.store.lease.Transactions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The DHCP server as a part of the appliance. Machines that load before it is started are none of its business. */
final class DhcpPart implements Part {
    private final ApplianceConfig config;
    private final Segment segment;
    private final AssetCatalog catalog;
    private final Database database;
    private final Consumer<DhcpExchange> tap;
    private final Clock clock;
    private volatile DhcpServer server;

    /** @param tap hears of each packet */
    DhcpPart(ApplianceConfig config, Segment segment, AssetCatalog catalog, Database database,
             Consumer<DhcpExchange> tap, Clock clock) {
        this.config = config;
        this.segment = segment;
        this.catalog = catalog;
        this.database = database;
        this.tap = tap;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "DHCP";
    }

    @Override
    public void start() throws IOException {
        Transactions transactions = work -> database.inTransaction(connection -> {
            work.run(connection);
            return 0;
        });
        server = DhcpServer.start(settings(), new DhcpServer.Surroundings(new SqliteLeases(transactions),
                new SqliteVariants(transactions), file -> catalog.find(Needs.of(file)).isPresent(), tap,
                clock));
    }

    @Override
    public void stop(Duration grace) {
        server.close();
    }

    @Override
    public CompletionStage<Void> ended() {
        return server.ended();
    }

    /** The machine that has this address did what an offer asked of it. */
    void followedUp(Ipv4 address, BootProgress.Step step) {
        if (server != null) {
            server.followedUp(address, step);
        }
    }

    /** The machine with this NIC did what an offer asked of it. */
    void followedUp(Mac mac, BootProgress.Step step) {
        if (server != null) {
            server.followedUp(mac, step);
        }
    }

    private DhcpSettings settings() {
        ApplianceConfig.Dhcp dhcp = config.dhcp();
        if (dhcp.mode() != Mode.FULL) {
            return DhcpSettings.proxy(segment.nic(), segment.own().address(), config.boot().port());
        }
        List<AddressRange> ranges = dhcp.pool().map(p -> List.of(new AddressRange(p.first(), p.last())))
                .orElse(List.of());
        Scope scope = new Scope(segment.own().subnet(), ranges, dhcp.router(), dhcp.dns(), dhcp.domain(),
                dhcp.mtu() == 0 ? OptionalInt.empty() : OptionalInt.of(dhcp.mtu()));
        return new DhcpSettings(DhcpSettings.Mode.FULL, segment.nic(), segment.own().address(), config.boot().port(),
                List.of(scope), Map.copyOf(dhcp.reservations()), dhcp.leaseTime(), true, dhcp.conflictProbe());
    }
}
