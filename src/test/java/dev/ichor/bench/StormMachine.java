package dev.ichor.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** One machine of the storm: firmware DHCP, TFTP of the bootloader, iPXE's DHCP, the two scripts. */
final class StormMachine {
    private enum Step { FIRMWARE_DHCP, TFTP, IPXE_DHCP, INIT, NEXT, DONE }

    /** First waits for an offer: the shortest of the known firmwares', and iPXE's. */
    private static final long EDK2_WAIT = 4_000_000_000L;
    private static final long IPXE_WAIT = 1_000_000_000L;
    private static final byte[] COOKIE = HexFormat.of().parseHex("63825363");

    private final StormLoad storm;
    private final int index;
    private Step step = Step.FIRMWARE_DHCP;
    private boolean discoveredAgain;
    private int resends;
    private long sentAt;
    private byte[] lastRequest;
    private DatagramChannel tftp;
    private InetSocketAddress tftpPeer;
    private int block;
    private SocketChannel http;
    private final StringBuilder body = new StringBuilder();

    StormMachine(StormLoad storm, int index) {
        this.storm = storm;
        this.index = index;
    }

    boolean done() {
        return step == Step.DONE;
    }

    /** True if a DISCOVER of its firmware or of its iPXE was not answered in time. */
    boolean discoveredAgain() {
        return discoveredAgain;
    }

    int resends() {
        return resends;
    }

    void discover() throws IOException {
        lastRequest = null;
        sentAt = System.nanoTime();
        storm.broadcast(message(1, null, null));
    }

    void tick(long now) throws IOException {
        long quiet = now - sentAt;
        long dhcpWait = step == Step.FIRMWARE_DHCP ? EDK2_WAIT : IPXE_WAIT;
        switch (step) {
            case FIRMWARE_DHCP, IPXE_DHCP -> {
                if (quiet > dhcpWait && lastRequest == null) {
                    discoveredAgain = true;
                    discover();
                } else if (quiet > dhcpWait) {
                    resends++;
                    sentAt = now;
                    storm.broadcast(lastRequest);
                }
            }
            case TFTP -> {
                if (quiet > 1_000_000_000L) {
                    resends++;
                    sentAt = now;
                    tftpSend();
                }
            }
            case INIT, NEXT, DONE -> { }
        }
    }

    void dhcp(ByteBuffer reply) throws IOException {
        byte[] yiaddr = Arrays.copyOfRange(reply.array(), 16, 20);
        int type = option(reply, 53)[0];
        boolean expected = step == Step.FIRMWARE_DHCP || step == Step.IPXE_DHCP;
        if (expected && type == 2 && lastRequest == null) {
            lastRequest = message(3, yiaddr, option(reply, 54));
            sentAt = System.nanoTime();
            storm.broadcast(lastRequest);
        } else if (expected && type == 5) {
            acknowledged();
        }
    }

    private void acknowledged() throws IOException {
        sentAt = System.nanoTime();
        if (step == Step.FIRMWARE_DHCP) {
            step = Step.TFTP;
            tftp = DatagramChannel.open().bind(new InetSocketAddress(0));
            tftp.configureBlocking(false);
            tftp.register(storm.selector, SelectionKey.OP_READ, this);
            tftpSend();
        } else {
            step = Step.INIT;
            get("/boot/init.ipxe");
        }
    }

    private void tftpSend() throws IOException {
        if (tftpPeer == null) {
            byte[] request = ("\0\1" + storm.file + "\0octet\0blksize\0" + "1432\0").getBytes(StandardCharsets.US_ASCII);
            tftp.send(ByteBuffer.wrap(request), new InetSocketAddress(storm.server.getAddress(), 69));
        } else {
            tftp.send(ByteBuffer.allocate(4).putShort((short) 4).putShort((short) block).flip(), tftpPeer);
        }
    }

    void ready(SelectionKey key) throws IOException {
        if (key.channel() == tftp) {
            readTftp();
        } else if (key.isConnectable()) {
            if (http.finishConnect()) {
                http.write(StandardCharsets.US_ASCII.encode(body.toString()));
                body.setLength(0);
                key.interestOps(SelectionKey.OP_READ);
            }
        } else {
            readHttp();
        }
    }

    private void readTftp() throws IOException {
        ByteBuffer in = ByteBuffer.allocate(1600);
        while (step == Step.TFTP) {
            InetSocketAddress from = (InetSocketAddress) tftp.receive(in.clear());
            if (from == null) {
                return;
            }
            in.flip();
            tftpPeer = tftpPeer == null ? from : tftpPeer;
            int opcode = in.getShort();
            int number = in.getShort() & 0xFFFF;
            boolean next = opcode == 3 && number == (block + 1 & 0xFFFF);
            block += next ? 1 : 0;
            if (opcode == 6 || opcode == 3) {
                sentAt = System.nanoTime();
                tftpSend();
            }
            if (next && in.remaining() < 1432) {
                tftp.close();
                step = Step.IPXE_DHCP;
                discover();
            } else if (opcode == 5) {
                throw new IOException("TFTP error");
            }
        }
    }

    private void get(String path) throws IOException {
        body.setLength(0);
        body.append("GET ").append(path).append(" HTTP/1.1\r\nHost: ").append(storm.server.getHostString())
                .append("\r\nUser-Agent: iPXE/1.0.0+\r\nConnection: close\r\n\r\n");
        http = SocketChannel.open();
        http.configureBlocking(false);
        http.connect(new InetSocketAddress(storm.server.getAddress(), storm.httpPort));
        http.register(storm.selector, SelectionKey.OP_CONNECT, this);
    }

    private void readHttp() throws IOException {
        ByteBuffer in = ByteBuffer.allocate(8192);
        int n = http.read(in);
        if (n >= 0) {
            body.append(StandardCharsets.US_ASCII.decode(in.flip()));
            return;
        }
        http.close();
        String text = body.toString();
        if (!text.startsWith("HTTP/1.1 200") || !text.contains("#!ipxe")) {
            throw new IOException("no script: " + text.lines().findFirst().orElse(""));
        }
        if (step == Step.INIT) {
            step = Step.NEXT;
            int boot = text.indexOf("boot=");
            get("/boot/next.ipxe?boot=" + text.substring(boot + 5, boot + 21) + "&mac=" + mac() + "&uuid=" + uuid()
                    + "&arch=x86_64&platform=efi");
        } else {
            step = Step.DONE;
        }
    }

    private String mac() {
        return String.format("52:54:00:%02x:%02x:%02x", index >> 16 & 255, index >> 8 & 255, index & 255);
    }

    private String uuid() {
        return String.format("5707a000-0000-4000-8000-%012x", index);
    }

    /** A message as EDK2 or iPXE sends it, as far as a server looks at it. */
    private byte[] message(int type, byte[] address, byte[] serverId) {
        ByteBuffer out = ByteBuffer.allocate(548);
        out.put((byte) 1).put((byte) 1).put((byte) 6).put((byte) 0).putInt(index + 1).putShort((short) 0)
                .putShort((short) 0x8000);
        out.position(28).put(HexFormat.ofDelimiter(":").parseHex(mac()));
        out.position(236).put(COOKIE).put(new byte[] {53, 1, (byte) type});
        put(out, 55, 1, 3, 6, 43, 54, 60, 66, 67, 97, 175);
        put(out, 57, 0x05, 0xc0);
        put(out, 93, 0, 7);
        put(out, 94, 1, 3, 16);
        out.put((byte) 97).put((byte) 17).put((byte) 0).put(HexFormat.of().parseHex(uuid().replace("-", "")));
        text(out, 60, "PXEClient:Arch:00007:UNDI:003016");
        if (step == Step.IPXE_DHCP) {
            text(out, 77, "iPXE");
            put(out, 175, 19, 1, 1, 36, 1, 1, 39, 1, 1);
        }
        if (address != null) {
            out.put((byte) 50).put((byte) 4).put(address).put((byte) 54).put((byte) 4).put(serverId);
        }
        out.put((byte) 255);
        return out.array();
    }

    private static void put(ByteBuffer out, int code, int... values) {
        out.put((byte) code).put((byte) values.length);
        for (int value : values) {
            out.put((byte) value);
        }
    }

    private static void text(ByteBuffer out, int code, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        out.put((byte) code).put((byte) bytes.length).put(bytes);
    }

    private static byte[] option(ByteBuffer message, int code) {
        int at = 240;
        while (at + 1 < message.limit() && (message.get(at) & 255) != 255) {
            int length = message.get(at) == 0 ? -1 : message.get(at + 1) & 255;
            if ((message.get(at) & 255) == code) {
                return Arrays.copyOfRange(message.array(), at + 2, at + 2 + length);
            }
            at += 2 + length;
        }
        return new byte[] {0, 0, 0, 0};
    }
}
