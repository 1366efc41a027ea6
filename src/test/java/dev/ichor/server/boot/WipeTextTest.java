package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.provisioner.Receipt;
import dev.ichor.provisioner.WipePlan;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WipeTextTest {
    private static final Sha256 PRINT = Sha256.of(new byte[] {1});
    private static final DiskId DISK = new DiskId("eui.0011", "S 1%/ü", 960_197_124_096L);

    private static WipePlan.Item item(int number, DiskId disk, String carries) {
        return new WipePlan.Item(number, new ArmedDisk(disk, "Model", DiskRole.IGNORE, carries, true,
                ArmedDisk.State.UNTOUCHED, ""));
    }

    private static WipePlan plan(WipePlan.Item... items) {
        return new WipePlan("a-0123456789", PRINT, List.of(items));
    }

    @Test
    void aPlanIsLinesWithEncodedWords() {
        assertEquals("arm a-0123456789\nfingerprint " + PRINT + "\n"
                + "disk 0 960197124096 leave eui.0011 S%201%25%2F%C3%BC\n"
                + "disk 3 512 stop t10.ATA_x-y S2\n",
                WipeText.of(plan(item(0, DISK, "ext4 filesystem"),
                        item(3, new DiskId("t10.ATA_x-y", "S2", 512), "gpt partition table, lvm member of \"vg\""))));
        for (String carries : List.of("unknown data (in use by md127)", "md member of \"old\"")) {
            assertTrue(WipeText.of(plan(item(0, DISK, carries))).contains(" stop "), carries);
        }
    }

    @Test
    void aPlanThatNamesNoDiskForCertainIsNeverSent() {
        for (WipePlan plan : List.of(plan(), plan(item(0, DISK, ""), item(0, DISK, "")),
                plan(item(0, new DiskId("", "S1", 512), "")), plan(item(0, new DiskId("eui.1", " ", 512), "")),
                plan(item(0, new DiskId("eui.1", "S1", 0), "")), plan(item(-1, DISK, "")),
                plan(item(10_000, DISK, "")), plan(IntStream.range(0, 513).mapToObj(i -> item(i, DISK, ""))
                        .toArray(WipePlan.Item[]::new)))) {
            assertThrows(IllegalArgumentException.class, () -> WipeText.of(plan));
        }
    }

    @Test
    void whateverADriveCallsItselfStaysOneWordAndCanBeReadBack() {
        Random random = new Random(11);
        for (int i = 0; i < 5000; i++) {
            String text = random.ints(1 + random.nextInt(40), 1, 0x3000).filter(Character::isDefined)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            String word = WipeText.percent(text);
            assertTrue(word.matches("([A-Za-z0-9._-]|%[0-9A-F]{2})*"), word);
            assertEquals(text, URLDecoder.decode(word, StandardCharsets.UTF_8));
        }
    }

    private static Receipt read(String text) throws Malformed {
        return WipeText.receipt(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void receiptsAreRead() throws Malformed {
        assertEquals(new Receipt("a-0123456789", 0, ArmedDisk.State.STARTED, 0, ""),
                read("a-0123456789 0 started 0 \n"));
        assertEquals(new Receipt("a-0123456789", 12, ArmedDisk.State.STARTED, 37, "discard"),
                read("a-0123456789 12 started 37 discard"));
        assertEquals(new Receipt("a-0123456789", 9999, ArmedDisk.State.ERASED, 100, "nvme format"),
                read("a-0123456789 9999 erased 100 nvme format\n"));
        assertEquals(new Receipt("a-0123456789", 1, ArmedDisk.State.REFUSED, 0, "it  is é other"),
                read("a-0123456789 1 refused 0 it \u0007is é other \n"));
        assertEquals(ArmedDisk.State.FAILED, read("a-0123456789 1 failed 0").state());
    }

    @Test
    void whatIsNoReceiptIsRefused() {
        for (String text : List.of("", "\n", "a-0123456789", "a-012345678 0 started 0 x", "a-012345678g 0 started 0 x",
                "A-0123456789 0 started 0 x", "a-0123456789 00 started 0 x", "a-0123456789 10000 started 0 x",
                "a-0123456789 -1 started 0 x", "a-0123456789 0 untouched 0 x", "a-0123456789 0 STARTED 0 x",
                "a-0123456789 0 started 101 x", "a-0123456789 0 started 007 x", "a-0123456789 0 started x",
                "a-0123456789  0 started 0 x", " a-0123456789 0 started 0 x", "a-0123456789 0 started 0 x\n\n",
                "a-0123456789 0 started 0 x\na-0123456789 1 erased 100 y\n",
                "a-0123456789 0 started 0 " + "x".repeat(512))) {
            assertThrows(Malformed.class, () -> read(text), text);
        }
    }

    @Test
    void noBytesBreakTheReader() {
        Random random = new Random(12);
        byte[] good = "a-0123456789 12 started 37 a note\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? good.clone() : new byte[random.nextInt(600)];
            if (i % 2 == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            } else {
                random.nextBytes(bytes);
            }
            try {
                Receipt receipt = WipeText.receipt(bytes);
                assertTrue(receipt.percent() >= 0 && receipt.percent() <= 100 && receipt.number() >= 0);
                assertTrue(receipt.state() != ArmedDisk.State.UNTOUCHED);
                assertTrue(receipt.note().chars().noneMatch(Character::isISOControl));
            } catch (Malformed expected) {
                assertTrue(expected.getMessage().startsWith("a receipt "));
            }
        }
    }
}
