package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpEncoder;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.server.admin.api.MachineList;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A machine that boots over the loopback, so that the code which answers it has run once before. */
final class Rehearsal {
    private static final int PATIENCE_MILLIS = 1_000;
    private static final byte[] MAC = {2, 0, 0, 0, 0, 1};

    private Rehearsal() {
    }

    /** The requests of one boot loader over HTTP. */
    static void http(String boot) throws IOException {
        get("http://127.0.0.1:" + boot + "/boot/init.ipxe");
        get("http://127.0.0.1:" + boot + "/boot/next.ipxe?mac=02:00:00:00:00:01&platform=efi&arch=x86_64"
                + "&uuid=5707a000-0000-4000-8000-000000000001");
    }

    /** What a command asks the admin plane first. */
    static void admin(AdminClient client) throws ClientFailed {
        client.get("/api/v1/machines", MachineList.class);
    }

    private static void get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            in.readAllBytes();
        }
    }

    /** Reads the first script by TFTP. */
    static void tftp(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] request = "\0\1autoexec.ipxe\0octet\0blksize\0001432\0".getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(request, request.length,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            // The agreed options, acknowledged as block 0, and then the only block.
            for (byte block = 0; block < 2; block++) {
                socket.receive(answer);
                socket.send(new DatagramPacket(new byte[] {0, 4, 0, block}, 4, answer.getSocketAddress()));
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("TFTP gave no answer on the loopback", e);
        }
    }

    /** Takes {@code address}. The answers go to port 68 of nobody, so it asks without hearing. */
    static void dhcp(Ipv4 server, Ipv4 address) throws IOException {
        Options.Builder discover = firmware(MessageType.DISCOVER);
        Options.Builder request = firmware(MessageType.REQUEST).ipv4(Code.SERVER_ID, server)
                .ipv4(Code.REQUESTED_ADDRESS, address);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (Options options : new Options[] {discover.build(), request.build()}) {
                byte[] datagram = DhcpEncoder.encode(new DhcpMessage(false, Hardware.of(Mac.of(MAC)), 0, 1, 0,
                        DhcpMessage.BROADCAST_FLAG, Ipv4.ANY, Ipv4.ANY, Ipv4.ANY, Ipv4.ANY, "", "", options));
                socket.send(new DatagramPacket(datagram, datagram.length,
                        new InetSocketAddress(server.inet(), Delivery.SERVER_PORT)));
                Thread.sleep(PATIENCE_MILLIS / 4);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Options.Builder firmware(MessageType type) {
        return Options.builder().u8(Code.MESSAGE_TYPE, type.code()).u16(Code.MAX_SIZE, 1472)
                .text(Code.VENDOR_CLASS, "PXEClient:Arch:00007:UNDI:003000").u16(Code.CLIENT_ARCH, 7)
                .bytes(Code.CLIENT_NDI, (byte) 1, (byte) 3, (byte) 0);
    }
}
