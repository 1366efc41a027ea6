package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.lease.Lease;
import dev.ichor.store.lease.LeaseDatabase;
import dev.ichor.store.lease.SqliteLeases;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An appliance and a client on one cable, each in a namespace of its own. */
abstract class DhcpNetBed {
    static final Mac A = new Mac(0x525400000001L);
    static final Mac B = new Mac(0x525400000002L);
    static final String POOL = "pool=10.77.0.100-10.77.0.200";

    @TempDir
    Path folder;
    Lab lab;
    String server;
    String client;

    @BeforeEach
    void build() {
        lab = new Lab();
        server = lab.space("s");
        client = lab.space("c");
        lab.cable(server, "rack", "10.77.0.1/24", client, "nic", "10.77.0.2/24");
    }

    @AfterEach
    void clear() {
        lab.close();
    }

    Lab.Running full(String... more) {
        return lab.appliance(server, arguments("FULL", more));
    }

    String[] arguments(String mode, String... more) {
        List<String> all = new java.util.ArrayList<>(List.of("mode=" + mode, "interface=rack",
                "server=10.77.0.1/24", POOL, "db=" + folder.resolve("l.db")));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    Map<Ipv4, Lease> stored() throws Exception {
        try (Connection connection = LeaseDatabase.open(folder.resolve("l.db"))) {
            return new SqliteLeases(connection).load().stream().collect(Collectors.toMap(Lease::address, l -> l));
        }
    }
}
