package dev.ichor.client.talos;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Messages as the bytes that they are. */
final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    static final int LARGEST = 4 << 20;
    static final Bytes MARSHALLER = new Bytes();

    private Bytes() {
    }

    @Override
    public InputStream stream(byte[] value) {
        return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw Status.INTERNAL.withDescription("a message broke off").withCause(e).asRuntimeException();
        }
    }
}
