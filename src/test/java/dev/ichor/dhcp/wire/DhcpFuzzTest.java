package dev.ichor.dhcp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.pxe.PxeVendor;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DhcpFuzzTest {
    private static final int INPUTS = 1_000_000;

    /** Mutated packets: decoding ends in a message or Malformed, and every message can be read, told and written. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aMillionMutatedPacketsThrowNothingButMalformed() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("DhcpFuzzTest -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        List<byte[]> seeds = List.of(DhcpEncoder.encode(Packets.pxeDiscover(7)),
                DhcpEncoder.encode(Packets.ipxeDiscover(0, "iPXE", Packets.IPXE_HTTP)),
                DhcpEncoder.encode(Packets.of(MessageType.REQUEST, o -> o.u8(Code.OVERLOAD, 3)
                        .bytes(Code.VENDOR, Packets.hex("470480000000ff")).bytes(Code.RELAY_AGENT, new byte[300]))));
        int good = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
            try {
                good += use(DhcpCodec.decode(input)) ? 1 : 0;
            } catch (Malformed e) {
                assertTrue(e.getMessage().length() < 200);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " input " + i, e);
            }
        }
        assertTrue(good > INPUTS / 10, "the mutations must leave enough messages whole: " + good);
    }

    private static byte[] mutated(byte[] seed, Random random) {
        int length = random.nextInt(8) == 0 ? random.nextInt(seed.length + 1) : seed.length;
        byte[] out = java.util.Arrays.copyOf(seed, length);
        for (int n = random.nextInt(6); n > 0 && length > 0; n--) {
            // Mostly in the options: the fixed part has few ways to be wrong.
            int at = random.nextInt(4) == 0 || length <= 240 ? random.nextInt(length)
                    : 240 + random.nextInt(length - 240);
            out[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : out[at] ^ 1 << random.nextInt(8));
        }
        return out;
    }

    private static boolean use(DhcpMessage message) throws Malformed {
        PxeClient.read(message);
        message.options().bytes(Code.VENDOR).flatMap(PxeVendor::bootItem).ifPresent(PxeVendor::asksCredentials);
        assertTrue(message.describe().length() < 1000);
        if ((message.xid() & 15) == 0) {
            message.dump();
            byte[] wire = DhcpEncoder.encode(message);
            assertTrue(wire.length <= DhcpEncoder.MAX_SIZE);
            DhcpMessage again = DhcpCodec.decode(wire);
            assertEquals(message.client(), again.client());
            assertEquals(message.options().list().size(), again.options().list().size());
        }
        return true;
    }
}
