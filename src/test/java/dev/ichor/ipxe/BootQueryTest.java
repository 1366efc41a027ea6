package dev.ichor.ipxe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Malformed;
import dev.ichor.machine.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class BootQueryTest {
    /** As Debian's iPXE of 2019 sends it under SeaBIOS, and as UEFI does. */
    private static final List<String> SEEN = List.of(
            "boot=0ca8e9c8bf952fb3&mac=52:54:00:00:00:01&uuid=11111111-2222-3333-4444-555555555501&serial=SN%20%24%201"
                    + "&asset=&manufacturer=ACME%20Corp&product=Box%20%7C%20reboot&arch=i386&platform=pcbios"
                    + "&version=1.0.0%2Bgit-20190125",
            "boot=0ca8e9c8bf952fb3&mac=52:54:00:00:00:02&uuid=&serial=&arch=x86_64&platform=efi&version=2.0.0",
            "mac=52-54-00-00-00-03&arch=arm64&platform=efi");

    @Test
    void whatIpxeSaysIsUnderstood() throws Malformed {
        BootQuery bios = BootQuery.decode(SEEN.get(0));
        assertEquals(Samples.mac("52:54:00:00:00:01"), bios.mac());
        assertEquals("0ca8e9c8bf952fb3", bios.boot().orElseThrow().text());
        assertEquals(Optional.of(Samples.uuid("11111111-2222-3333-4444-555555555501")), bios.uuid());
        assertEquals(Firmware.BIOS, bios.firmware());
        assertEquals(Arch.X86_64, bios.arch());
        assertEquals("SN $ 1", bios.labels().serial());
        assertEquals("Box | reboot", bios.labels().product());
        assertEquals("1.0.0+git-20190125", bios.labels().loader());
        BootQuery uefi = BootQuery.decode(SEEN.get(1));
        assertEquals(Firmware.UEFI, uefi.firmware());
        assertEquals(Optional.empty(), uefi.uuid());
        assertEquals(Arch.ARM64, BootQuery.decode(SEEN.get(2)).arch());
    }

    @Test
    void whatCannotBeReadCountsAsNotTold() throws Malformed {
        BootQuery query = BootQuery.decode("mac=52:54:00:00:00:01&boot=zz&uuid=1&arch=vax&platform=%ff&serial=%00a%0ab%zz%4"
                + "&mac=52:54:00:00:00:99&&=&x");
        assertEquals(Samples.mac("52:54:00:00:00:01"), query.mac());
        assertEquals(Optional.empty(), query.boot());
        assertEquals(Optional.empty(), query.uuid());
        assertEquals(Arch.OTHER, query.arch());
        assertEquals("ab%zz%4", query.labels().serial());
    }

    @Test
    void withoutAMacNothingIsUnderstood() {
        for (String bad : List.of("", "boot=1", "mac=", "mac=52:54", "mac=00:00:00:00:00:00", "mac=ff:ff:ff:ff:ff:ff",
                "mac=01:00:5e:00:00:01", "mac=52:54:00:00:00:01&".repeat(33),
                "mac=52:54:00:00:00:01&serial=" + "x".repeat(2048))) {
            assertThrows(Malformed.class, () -> BootQuery.decode(bad), bad);
        }
    }

    /** A million mutations; -Dichor.fuzz.seed repeats a run. */
    @Test
    void noQueryDoesMoreThanBeMalformed() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("BootQueryTest seed " + seed);
        Random random = new Random(seed);
        int good = 0;
        for (int i = 0; i < 1_000_000; i++) {
            String query = mutated(random);
            try {
                BootQuery read = BootQuery.decode(query);
                assertTrue(read.labels().serial().length() <= 64 && !read.mac().isUnusable());
                good++;
            } catch (Malformed e) {
                assertTrue(e.getMessage().length() < 200, e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " query " + query, e);
            }
        }
        assertTrue(good > 10_000 && good < 990_000, "the mutations reach both outcomes: " + good);
    }

    private static String mutated(Random random) {
        byte[] bytes = SEEN.get(random.nextInt(SEEN.size())).getBytes(StandardCharsets.US_ASCII);
        for (int i = random.nextInt(8); i > 0; i--) {
            byte[] spice = "%&=+:-\0\u00ff0aF".getBytes(StandardCharsets.ISO_8859_1);
            bytes[random.nextInt(bytes.length)] = random.nextBoolean() ? spice[random.nextInt(spice.length)]
                    : (byte) random.nextInt(256);
        }
        String text = new String(bytes, 0, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length,
                StandardCharsets.ISO_8859_1);
        return random.nextInt(50) == 0 ? text + ("&" + text).repeat(random.nextInt(20)) : text;
    }
}
