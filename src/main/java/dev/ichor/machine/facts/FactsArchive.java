package dev.ichor.machine.facts;

import dev.ichor.base.Malformed;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The gzip-compressed tar archive that the agent uploads. */
public final class FactsArchive {
    private static final int BUFFER = 1 << 14;

    private FactsArchive() {
    }

    /** @throws Malformed if the archive breaks the contract or a limit */
    public static RawFacts read(byte[] archive, Limits limits) throws Malformed {
        try {
            return read(new ByteArrayInputStream(archive), limits);
        } catch (IOException e) {
            throw new IllegalStateException("reading an array cannot fail", e);
        }
    }

    /**
     * Reads to the end of the stream, or until a limit is passed; never holds more than the limits allow.
     *
     * @throws Malformed   if the archive breaks the contract or a limit
     * @throws IOException if the stream itself fails
     */
    public static RawFacts read(InputStream archive, Limits limits) throws Malformed, IOException {
        return read(archive, limits, Spill.inMemory());
    }

    /** The same, with the bytes kept in {@code spill}, which must stay open as long as the facts are used. */
    static RawFacts read(InputStream archive, Limits limits, Spill spill) throws Malformed, IOException {
        Source source = new Source(archive, limits.compressed());
        try (InputStream unpacked = new GZIPInputStream(source, BUFFER)) {
            return new Ustar(unpacked, limits, spill).read();
        } catch (SpillFailed e) {
            throw e.getCause();
        } catch (IOException e) {
            if (source.failure != null) {
                throw source.failure;
            }
            if (source.left < 0) {
                throw new Malformed("facts archive: more than " + limits.compressed() + " bytes compressed");
            }
            throw new Malformed("facts archive: not a whole gzip file");
        }
    }

    /** Tells a full disk from an archive that is broken. */
    static final class SpillFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpillFailed(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    /** Counts what is read and remembers a failure of the stream, to tell it from broken compression. */
    private static final class Source extends FilterInputStream {
        private long left;
        private IOException failure;

        Source(InputStream in, long limit) {
            super(in);
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n;
            try {
                n = super.read(into, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
            left -= Math.max(0, n);
            if (left < 0) {
                throw new IOException("limit");
            }
            return n;
        }
    }
}
