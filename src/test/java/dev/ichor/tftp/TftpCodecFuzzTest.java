package dev.ichor.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.ichor.base.Malformed;

class TftpCodecFuzzTest {
    private static final int INPUTS = 1_000_000;
    private static final List<byte[]> SEEDS = List.of(
            TftpCodec.encode(new Packet.ReadRequest("snponly.efi", "octet", List.of(new Option("tsize", "0"),
                    new Option("blksize", "1468"), new Option("windowsize", "4"), new Option("timeout", "6")))),
            TftpCodec.encode(new Packet.WriteRequest("\\boot\\x", "netascii", List.of())),
            TftpCodec.encode(new Packet.Data(1, new byte[20])),
            TftpCodec.encode(new Packet.Ack(65_535)),
            TftpCodec.encode(new Packet.Error(8, "User aborted the transfer")),
            TftpCodec.encode(new Packet.OptionAck(List.of(new Option("tsize", "1048576")))));

    @Test
    @Timeout(60)
    void aMillionMutatedPacketsAreDecodedOrMalformed() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("tftp fuzz: -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        int decoded = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            ByteBuffer in = ByteBuffer.wrap(input);
            try {
                Packet packet = TftpCodec.decode(in);
                assertEquals(packet, TftpCodec.decode(ByteBuffer.wrap(TftpCodec.encode(packet))), "seed " + seed);
                decoded++;
            } catch (Malformed e) {
                assertTrue(e.getMessage().length() < 100, "a short message, seed " + seed);
            }
            assertEquals(in.limit(), in.position(), "consumed, seed " + seed);
        }
        assertTrue(decoded > INPUTS / 10, "mutations must still reach the decoder's depth: " + decoded);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(seed.length + 40) : seed.length;
        byte[] out = Arrays.copyOf(seed, length);
        for (int changes = random.nextInt(5); changes > 0 && out.length > 0; changes--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(3)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] = 0;
                default -> out[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return out;
    }
}
