package dev.ichor.server.dhcp;

import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.Replies;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.pxe.PxeVendor;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.provision.BootAnswer;
import dev.ichor.provision.BootFile;
import dev.ichor.provision.BootFileChoice;
import dev.ichor.provision.OfferAttempts;
import dev.ichor.provision.OfferVariant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The boot part of replies, for proxy and full mode and for port 4011. One thread. */
final class BootReplies {
    /** iPXE's "no PXE DHCP" flag: it need not wait two seconds for a proxy (quirk D17). */
    private static final byte[] NO_PROXY_COMES = {(byte) 0xb0, 1, 1};

    private final DhcpSettings settings;
    private final Predicate<BootFile> available;
    private final BootMemory memory;

    BootReplies(DhcpSettings settings, Predicate<BootFile> available, BootMemory memory) {
        this.settings = settings;
        this.available = available;
        this.memory = memory;
    }

    /** What this client boots; that there is nothing for it, the log says. */
    BootAnswer choose(Incoming in, PxeClient.Boots client) {
        BootAnswer answer = BootFileChoice.of(client, settings.places(), available);
        switch (answer) {
            case BootAnswer.Boot _ -> { }
            case BootAnswer.Nothing nothing -> in.message().client().mac()
                    .ifPresent(machine -> memory.nothingFor(machine, nothing.why()));
        }
        return answer;
    }

    /** The variant for a DISCOVER, which counts as an attempt; what an iPXE asks proves that the last one worked. */
    Optional<OfferAttempts> attempt(Incoming in, PxeClient.Boots client, BootAnswer.Boot boot) {
        Optional<Mac> mac = in.message().client().mac();
        if (client.path() == BootPath.IPXE_OWN || client.path() == BootPath.IPXE_FOREIGN) {
            mac.ifPresent(machine -> memory.worked(machine, in.at()));
        }
        if (client.path() == BootPath.UEFI_HTTP) {
            mac.ifPresent(memory::leftPxe);
        }
        return mac.filter(machine -> boot.adaptive())
                .map(machine -> memory.discovered(machine, usual(client), in.at()));
    }

    /** The variant that was offered last, for requests that follow an offer. */
    OfferVariant variant(Incoming in, PxeClient.Boots client) {
        OfferVariant usual = usual(client);
        return in.message().client().mac().map(machine -> memory.current(machine, usual)).orElse(usual);
    }

    /** In full mode the one offer is complete, so nobody need ask 4011; beside another server it is D6's rule. */
    private OfferVariant usual(PxeClient.Boots client) {
        boolean bios = client.arch().map(ClientArch::firmware).filter(f -> f == Firmware.BIOS).isPresent();
        return bios || settings.mode() == DhcpSettings.Mode.FULL ? OfferVariant.DIRECT : OfferVariant.BOOT_SERVER;
    }

    /** Adds the boot options; the encoder puts 67 last (D21). */
    void add(Options.Builder options, BootAnswer.Boot boot, OfferVariant variant) {
        if (!boot.vendorClass().isEmpty()) {
            options.text(Code.VENDOR_CLASS, boot.vendorClass());
        }
        if (boot.adaptive() && variant == OfferVariant.DIRECT) {
            options.bytes(Code.VENDOR, PxeVendor.bootFromThisOffer());
        }
        if (boot.quietIpxe() && settings.mode() == DhcpSettings.Mode.FULL) {
            options.bytes(Code.IPXE, NO_PROXY_COMES);
        }
        options.text(Code.TFTP_SERVER, settings.server().toString());
        options.text(Code.BOOT_FILE, boot.bootName());
    }

    /** Puts next server, sname and file beside the options (D3, D15, D20). */
    DhcpMessage message(DhcpMessage request, Ipv4 yiaddr, BootAnswer.Boot boot, Options options) {
        return Replies.message(request, yiaddr, settings.server(), settings.server().toString(),
                Replies.fileField(boot.bootName()), options);
    }

    /** Proxy mode's answer to a DISCOVER: no address, only the boot file (D2). */
    Answer proxyOffer(Incoming in, PxeClient.Boots client, BootAnswer.Boot boot) {
        Optional<OfferAttempts> attempts = attempt(in, client, boot);
        OfferVariant variant = attempts.map(OfferAttempts::current).orElse(usual(client));
        Options.Builder options = Replies.options(in.message(), MessageType.OFFER, settings.server());
        add(options, boot, variant);
        DhcpMessage reply = message(in.message(), Ipv4.ANY, boot, options.build());
        return new Answer.Send(reply, Delivery.of(in.message(), reply, in.source()), List.of(),
                Optional.of(variant).filter(_ -> boot.adaptive()), "offered", boot.why()
                + how(boot, variant, attempts));
    }

    static String how(BootAnswer.Boot boot, OfferVariant variant, Optional<OfferAttempts> attempts) {
        if (!boot.adaptive()) {
            return "";
        }
        String way = switch (variant) {
            case BOOT_SERVER -> ", by way of port 4011";
            case DIRECT -> ", straight from this offer";
        };
        return attempts.filter(OfferAttempts::exhausted).isPresent()
                ? way + "; this firmware followed no offer so far: it may ignore a second DHCP server" : way;
    }

    /** The boot server's answer, on 4011 or to a request with a boot item on 67. */
    Answer bootServer(Incoming in, PxeClient.Boots client, BootAnswer.Boot boot) {
        DhcpMessage request = in.message();
        Optional<byte[]> item = bootItem(request);
        if (item.filter(PxeVendor::asksCredentials).isPresent()) {
            return Answer.Keep.ignore("asks for boot credentials (BIS), which nobody serves");
        }
        request.client().mac().ifPresent(machine -> {
            memory.heard(machine);
            memory.seen(request.ciaddr(), machine);
        });
        Options.Builder options = Replies.options(request, MessageType.ACK, settings.server());
        add(options, boot, OfferVariant.BOOT_SERVER);
        item.ifPresent(bytes -> options.bytes(Code.VENDOR, PxeVendor.echo(bytes)));
        DhcpMessage reply = message(request, Ipv4.ANY, boot, options.build());
        Delivery delivery = in.port() == Delivery.BOOT_SERVER_PORT
                ? Delivery.fromBootServer(request, in.source(), in.sourcePort())
                : Delivery.of(request, reply, in.source());
        return new Answer.Send(reply, delivery, List.of(), "acknowledged",
                client.path().label() + " asks the boot server: " + boot.why());
    }

    static Optional<byte[]> bootItem(DhcpMessage request) {
        return request.options().bytes(Code.VENDOR).flatMap(PxeVendor::bootItem);
    }
}
