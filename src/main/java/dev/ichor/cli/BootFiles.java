package dev.ichor.cli;

import dev.ichor.assets.Asset;
import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.Needs;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.provision.BootFile;
import dev.ichor.server.tftp.Found;
import dev.ichor.server.tftp.TftpFiles;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * What TFTP serves: bootloaders, and the first script under every name that looks like one, because iPXE asks for
 * {@code autoexec.ipxe} in the folder of its own binary, whatever the firmware called that (quirk T12).
 *
 * @param first makes the first script of a boot, for the machine with that MAC if it is known
 * @param owner whose address that is now
 */
record BootFiles(AssetCatalog catalog, Function<Optional<Mac>, String> first, Function<Ipv4, Optional<Mac>> owner)
        implements TftpFiles {
    @Override
    public Found find(String rawName, InetSocketAddress client) {
        if (BootFile.baseName(rawName).endsWith(".ipxe")) {
            return new Found.InMemory(first.apply(machine(client)).getBytes(StandardCharsets.US_ASCII));
        }
        Optional<Asset> asset = BootFile.named(rawName).flatMap(file -> catalog.find(Needs.of(file)));
        return asset.<Found>map(a -> new Found.OnDisk(a.path(), a.size()))
                .orElseGet(() -> new Found.Missing("no boot file has that name"));
    }

    private Optional<Mac> machine(InetSocketAddress client) {
        return client.getAddress() instanceof Inet4Address address ? owner.apply(Ipv4.of(address)) : Optional.empty();
    }
}
