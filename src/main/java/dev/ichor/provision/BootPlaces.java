package dev.ichor.provision;

import dev.ichor.base.Ipv4;

/**
 * Where this appliance serves boot files. Addresses only, never names: firmware and iPXE may have no resolver (H4).
 *
 * @param address  the appliance on the machines' network
 * @param httpPort the boot plane's port
 */
public record BootPlaces(Ipv4 address, int httpPort) {
    public BootPlaces {
        if (httpPort < 1 || httpPort > 65535) {
            throw new IllegalArgumentException("a port lies between 1 and 65535");
        }
    }

    /** The script that every iPXE starts with. */
    public String scriptUrl() {
        return "http://" + address + ":" + httpPort + "/boot/init.ipxe";
    }

    public String httpUrl(BootFile file) {
        return "http://" + address + ":" + httpPort + file.httpPath();
    }

    public String tftpUrl(BootFile file) {
        return "tftp://" + address + "/" + file.fileName();
    }
}
