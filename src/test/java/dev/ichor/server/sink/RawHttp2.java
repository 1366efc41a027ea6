package dev.ichor.server.sink;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One gRPC call in frames of HTTP/2 (RFC 9113) with literal headers (RFC 7541 section 6.2.2). */
final class RawHttp2 {
    private RawHttp2() {
    }

    /** With gRPC's prefix: not compressed, length. */
    static byte[] message(byte[] message) {
        return ByteBuffer.allocate(5 + message.length).put((byte) 0).putInt(message.length).put(message).array();
    }

    static byte[] call(String path, byte[] body) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(headers, ":method", "POST");
        header(headers, ":scheme", "http");
        header(headers, ":path", path);
        header(headers, ":authority", "sink");
        header(headers, "content-type", "application/grpc");
        header(headers, "te", "trailers");
        header(headers, "user-agent", "grpc-go/1.74.0");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(out, 4, 0, 0, new byte[0]);
        frame(out, 1, 4, 1, headers.toByteArray());
        frame(out, 0, 1, 1, body);
        return out.toByteArray();
    }

    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.writeBytes(new byte[] {(byte) (payload.length >> 16), (byte) (payload.length >> 8), (byte) payload.length,
            (byte) type, (byte) flags});
        out.writeBytes(ByteBuffer.allocate(4).putInt(stream).array());
        out.writeBytes(payload);
    }

    /** Reads frames until the headers that end stream 1; false if the stream is reset or the connection ends. */
    static boolean trailersCome(InputStream in) throws IOException {
        DataInputStream frames = new DataInputStream(in);
        while (true) {
            int first = frames.read();
            if (first < 0) {
                return false;
            }
            int length = first << 16 | frames.readUnsignedShort();
            int type = frames.readUnsignedByte();
            int flags = frames.readUnsignedByte();
            int stream = frames.readInt();
            frames.readFully(new byte[length]);
            if (stream == 1 && type == 3) {
                return false;
            }
            if (stream == 1 && type == 1 && (flags & 1) != 0) {
                return true;
            }
        }
    }
}
