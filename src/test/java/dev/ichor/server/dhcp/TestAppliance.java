package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Subnet;
import dev.ichor.dhcp.lease.AddressRange;
import dev.ichor.dhcp.lease.Scope;
import dev.ichor.provision.BootFile;
import dev.ichor.store.lease.LeaseDatabase;
import dev.ichor.store.lease.SqliteLeases;
import dev.ichor.store.lease.SqliteVariants;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The DHCP server alone, as a process of its own, so that it can run in a network namespace and be killed.
 * Arguments: {@code mode=FULL interface=x server=a.b.c.d/n pool=a-b db=file [reserve=mac/ip] [probe=false] [quiet=1]}.
 * Prints {@code READY} when it serves and a line an exchange.
 */
public final class TestAppliance {
    private TestAppliance() {
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        for (String arg : args) {
            given.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        Connection writer = LeaseDatabase.open(Path.of(given.get("db")));
        Consumer<DhcpExchange> follower = given.containsKey("quiet") ? exchange -> { } : TestAppliance::print;
        Set<BootFile> files = Set.of(BootFile.BIOS_UNDI, BootFile.BIOS_NATIVE, BootFile.UEFI_X64_SNP);
        DhcpServer server;
        try {
            server = DhcpServer.start(settings(given), new DhcpServer.Surroundings(new SqliteLeases(writer),
                    new SqliteVariants(dev.ichor.store.lease.Transactions.on(writer)), files::contains, follower,
                    Clock.systemUTC()));
        } catch (java.io.IOException e) {
            System.out.println("ERROR " + e.getMessage());
            System.exit(1);
            return;
        }
        System.out.println("READY");
        int told;
        while ((told = System.in.read()) >= 0) {
            if (told == 'm') {
                System.out.println("MALFORMED " + server.malformed());
            }
        }
        server.close();
        writer.close();
        System.exit(0);
    }

    private static DhcpSettings settings(Map<String, String> given) throws Exception {
        Subnet subnet = Subnet.parse(given.get("server"));
        Ipv4 server = Ipv4.parse(given.get("server").split("/")[0]);
        Map<Mac, Ipv4> reservations = new HashMap<>();
        if (given.containsKey("reserve")) {
            String[] pair = given.get("reserve").split("/");
            reservations.put(Mac.parse(pair[0]), Ipv4.parse(pair[1]));
        }
        List<Scope> scopes = new java.util.ArrayList<>();
        if (given.containsKey("pool")) {
            scopes.add(new Scope(subnet, List.of(AddressRange.parse(given.get("pool"))), Optional.of(server),
                    List.of(server), "rack.test", OptionalInt.of(1500)));
        }
        if (given.containsKey("relayed")) {
            AddressRange range = AddressRange.parse(given.get("relayed"));
            scopes.add(new Scope(new Subnet(range.first(), 24), List.of(range), Optional.empty(), List.of(), "",
                    OptionalInt.empty()));
        }
        return new DhcpSettings(DhcpSettings.Mode.valueOf(given.get("mode")), given.get("interface"), server, 8080,
                scopes, reservations, Duration.ofSeconds(Long.parseLong(given.getOrDefault("lease", "3600"))), true,
                !"false".equals(given.get("probe")));
    }

    private static void print(DhcpExchange e) {
        System.out.println((e.inbound() ? "IN " : "OUT ") + e.port() + " " + e.peer() + " " + e.summary() + " | "
                + e.decision() + ": " + e.reason());
    }
}
