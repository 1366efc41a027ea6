package dev.ichor.talos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ichor.base.Malformed;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.node.Parts;
import dev.ichor.talos.node.Rig;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of CEL that Talos's selectors are written in: evaluated as there, or refused. */
@Timeout(20)
class HardwareCelTest {
    private static final Disk DISK = Parts.nvme("a", 0);

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "disk.serial == \"S-a\" ; true",
        "disk.serial == 'S-a' && disk.wwid == \"eui.a\" ; true",
        "disk.serial == \"s-a\" ; false",
        "disk.serial != \"S-a\" || disk.transport == \"nvme\" ; true",
        "!disk.rotational && !disk.readonly && !disk.cdrom ; true",
        "disk.size > 1u * TB ; true",
        "disk.size >= 2u * TB && disk.size < 3u * TB ; false",
        "disk.size == 1920383410176u ; true",
        "disk.size <= 1 * EiB ; true",
        "glob(\"S-*\", disk.serial) ; true",
        "glob(\"*b*\", disk.serial) ; false",
        "glob(\"S-?\", disk.serial) ; false",
        "disk.model.startsWith(\"Fa\") && disk.model.endsWith(\"st\") && disk.model.contains(\"as\") ; true",
        "disk.transport in [\"sata\", \"nvme\"] ; true",
        "system_disk ; false",
        "!system_disk ; true",
        "(true || false) && (false || true) ; true",
        "true || false && false ; true",
        "disk.serial == \"\\u0053\\x2da\" == false ; refused",
        "disk.serial == \"\\u0053-a\" ; true",
    })
    void isEvaluatedAsInTalos(String expression, String expected) throws Malformed {
        if (expected.equals("refused")) {
            assertThrows(Malformed.class, () -> HardwareCel.parse(expression).matches(DISK, false));
        } else {
            assertEquals(Boolean.valueOf(expected), HardwareCel.parse(expression).matches(DISK, false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "disk", "disk.", "disk.dev_path == \"/dev/sda\"", "disk.bus_path == \"/x\"",
        "disk.symlinks.exists(s, s == \"/x\")", "disk.modalias == \"x\"", "disk.uuid == \"x\"", "disk.serial",
        "disk.size > \"1\"", "disk.serial < \"T\"", "1 + 1 == 2", "true ? true : false", "matches(disk.serial, \"S\")",
        "disk.serial.matches(\"S\")", "disk.serial == r\"S\"", "disk.serial == \"S", "(true", "true)", "true true",
        "glob(\"a\")", "99999999999999999999u > disk.size", "9000000u * EB > disk.size", "has(disk.serial)",
        "disk[\"serial\"] == \"S-a\"", "disk.serial == \"\"\"S-a\"\"\"", "0x10 == 16", "nvme", "!disk.serial",
        "disk.size * disk.serial > 1", "[1] == [1]"})
    void isRefusedRatherThanGuessed(String expression) {
        assertThrows(Malformed.class, () -> HardwareCel.parse(expression).matches(DISK, false), expression);
    }

    @Test
    void anUnknownTransportIsNotGuessed() {
        Disk other = Parts.disk("x", "w", "s", Disk.Transport.OTHER, 0, List.of());
        assertThrows(Malformed.class, () -> HardwareCel.parse("disk.transport == \"nvme\"").matches(other, false));
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThrows(Malformed.class, () -> HardwareCel.parse("(".repeat(2000) + "true" + ")".repeat(2000)));
        assertThrows(Malformed.class, () -> HardwareCel.parse("!".repeat(3000) + "true"));
        assertThrows(Malformed.class, () -> HardwareCel.parse(" ".repeat(5000)));
    }

    @Test
    void noiseNeverBreaksIt() {
        Random random = new Random(7);
        String[] parts = {"disk", ".", "serial", "==", "\"S-a\"", "&&", "||", "!", "(", ")", "glob", ",", "[", "]",
            "in", "1u", "*", "TB", "size", "<", "system_disk", "'", "\\", " "};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(14); k >= 0; k--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            try {
                HardwareCel.parse(text.toString()).matches(DISK, random.nextBoolean());
            } catch (Malformed e) {
                assertEquals(false, e.getMessage().isBlank());
            }
        }
    }
}
