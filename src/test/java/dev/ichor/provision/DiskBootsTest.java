package dev.ichor.provision;

import static dev.ichor.provision.BootMethod.EACH_DRIVE;
import static dev.ichor.provision.BootMethod.EXIT;
import static dev.ichor.provision.BootMethod.EXIT_FAILED;
import static dev.ichor.provision.BootMethod.FIRST_DRIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Firmware;
import dev.ichor.machine.BootId;
import dev.ichor.provision.DiskBoots.Told;
import dev.ichor.provision.DiskBoots.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods are tried in a fixed order, the one after which the machine reported stays, and a person's word stands. */
@Timeout(30)
class DiskBootsTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Wish BIOS = Wish.standard(Firmware.BIOS);
    private final List<Told> told = new ArrayList<>();
    private int boots;

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private void told(int minute, BootMethod method) {
        told.add(new Told(BootId.of(++boots), at(minute), method));
    }

    private BootMethod choose(Wish wish, int minute, int... sign) {
        return DiskBoots.choose(Firmware.BIOS, wish, told, sign.length == 0 ? Optional.empty()
                : Optional.of(at(sign[0])), at(minute)).method();
    }

    @Test
    void eachFirmwareHasItsOrderAndItsDefault() {
        assertEquals(List.of(FIRST_DRIVE, EACH_DRIVE, EXIT_FAILED, EXIT), BootMethod.of(Firmware.BIOS));
        assertEquals(List.of(EXIT_FAILED, EXIT), BootMethod.of(Firmware.UEFI));
        assertEquals(FIRST_DRIVE, choose(BIOS, 0));
        assertEquals(EXIT_FAILED, DiskBoots.choose(Firmware.UEFI, Wish.standard(Firmware.UEFI), List.of(),
                Optional.empty(), NOON).method());
    }

    @Test
    void afterTwoReturnsTheNextIsTried() {
        told(0, FIRST_DRIVE);
        assertEquals(FIRST_DRIVE, choose(BIOS, 2), "one return may be a person's");
        told(2, FIRST_DRIVE);
        assertEquals(EACH_DRIVE, choose(BIOS, 4));
        assertEquals(FIRST_DRIVE, choose(BIOS, 8), "after more than five minutes it evidently ran");
        assertEquals(EACH_DRIVE, choose(BIOS, 7), "five minutes are not over five minutes");
        told(4, EACH_DRIVE);
        assertEquals(EACH_DRIVE, choose(BIOS, 6));
        assertEquals(EACH_DRIVE, choose(BIOS, 600), "what is not known to fail stays");
    }

    @Test
    void theOrderGoesRoundForEver() {
        List<BootMethod> seen = new ArrayList<>();
        for (int minute = 0; minute < 20; minute += 2) {
            BootMethod method = choose(BIOS, minute);
            seen.add(method);
            told(minute, method);
        }
        assertEquals(List.of(FIRST_DRIVE, FIRST_DRIVE, EACH_DRIVE, EACH_DRIVE, EXIT_FAILED, EXIT_FAILED, EXIT, EXIT,
                FIRST_DRIVE, FIRST_DRIVE), seen);
    }

    @Test
    void aReportEndsTheSearchAndKeepsWhatWorked() {
        told(0, FIRST_DRIVE);
        told(2, FIRST_DRIVE);
        told(4, EACH_DRIVE);
        assertEquals(EACH_DRIVE, choose(BIOS, 6, 5));
        assertEquals(EACH_DRIVE, choose(BIOS, 600, 5));
        told(6, EACH_DRIVE);
        assertEquals(EACH_DRIVE, choose(BIOS, 8, 7), "power cycles of a machine that reports between are no returns");
        told(8, EACH_DRIVE);
        assertEquals(EACH_DRIVE, choose(BIOS, 10, 7), "one return since the report");
        told(10, EACH_DRIVE);
        assertEquals(EXIT_FAILED, choose(BIOS, 12, 7), "and two");
    }

    @Test
    void aReportFromBeforeSaysNothing() {
        told(10, FIRST_DRIVE);
        told(12, FIRST_DRIVE);
        assertEquals(EACH_DRIVE, choose(BIOS, 14, 5));
    }

    @Test
    void whatAPersonSetForTheMachineStands() {
        told(0, EXIT);
        told(1, EXIT);
        told(2, EXIT);
        assertEquals(EXIT, choose(new Wish(EXIT, true, Optional.of(at(-1)), "set by ann for this machine"), 3));
    }

    @Test
    void aNewSettingBeginsAnew() {
        told(0, FIRST_DRIVE);
        told(2, FIRST_DRIVE);
        Wish site = new Wish(EXIT_FAILED, false, Optional.of(at(3)), "set by ann for the site");
        assertEquals(EXIT_FAILED, choose(site, 4));
        assertEquals(EXIT_FAILED, choose(site, 4, 1), "what worked before the setting counts no more");
        told(4, EXIT_FAILED);
        told(6, EXIT_FAILED);
        assertEquals(EXIT, choose(site, 8), "others are tried after it, in the order");
    }

    @Test
    void aMethodOfTheOtherFirmwareDoesNotCount() {
        told(0, EACH_DRIVE);
        told(1, EACH_DRIVE);
        assertEquals(EXIT_FAILED, DiskBoots.choose(Firmware.UEFI, Wish.standard(Firmware.UEFI), told,
                Optional.empty(), at(2)).method());
    }

    /** Whichever single method works, a machine that comes back finds it, and keeps it. */
    @Test
    void whicheverMethodWorksIsFound() {
        Random random = new Random(7);
        for (int run = 0; run < 2_000; run++) {
            Firmware firmware = random.nextBoolean() ? Firmware.BIOS : Firmware.UEFI;
            List<BootMethod> order = BootMethod.of(firmware);
            BootMethod works = order.get(random.nextInt(order.size()));
            Wish wish = new Wish(order.get(random.nextInt(order.size())), false, Optional.empty(), "w");
            List<Told> history = new ArrayList<>();
            Set<BootMethod> tried = EnumSet.noneOf(BootMethod.class);
            Optional<Instant> sign = Optional.empty();
            Instant now = NOON;
            int asked = 0;
            while (sign.isEmpty()) {
                BootMethod method = DiskBoots.choose(firmware, wish, history, sign, now).method();
                assertTrue(order.contains(method));
                tried.add(method);
                history.add(new Told(BootId.of(++asked), now, method));
                sign = method == works ? Optional.of(now.plusSeconds(60)) : Optional.empty();
                now = now.plusSeconds(random.nextInt(10, 300));
                assertTrue(asked <= 2 * order.size(), "found after at most two boots of each");
            }
            Instant later = sign.get().plusSeconds(random.nextInt(1, 1_000_000));
            assertEquals(works, DiskBoots.choose(firmware, wish, history, sign, later).method());
        }
    }
}
