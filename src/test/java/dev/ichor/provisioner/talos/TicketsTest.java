package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.machine.BootId;
import dev.ichor.machine.MachineId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TicketsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:30Z");
    private final Tickets tickets = new Tickets(new byte[] {1, 2, 3});

    private static Ticket ticket(long number, Arch arch) {
        Random random = new Random(number);
        return new Ticket(MachineId.of(random.nextLong()), String.format("a-%010x", random.nextLong() >>> 24),
                BootId.of(random.nextLong()), arch, String.format("%032x", random.nextLong() >>> 1),
                Tickets.until(NOW), new Ipv4(random.nextInt()));
    }

    @Test
    void whatIsIssuedIsReadAgain() {
        for (Arch arch : Arch.values()) {
            for (int i = 0; i < 50; i++) {
                Ticket ticket = ticket(i, arch);
                String text = tickets.issue(ticket);
                assertTrue(text.matches("[0-9a-z.-]+") && text.length() <= 200, text);
                assertEquals(Optional.of(ticket), tickets.verify(text));
                assertEquals(Optional.empty(), new Tickets(new byte[] {1, 2, 4}).verify(text), "another key");
            }
        }
    }

    @Test
    void whatIsChangedInOneCharacterIsNone() {
        String text = tickets.issue(ticket(1, Arch.X86_64));
        Random random = new Random(7);
        String alphabet = "0123456789abcdefghijklmnopqrstuvwxyz.-_ A/%\u0000";
        for (int at = 0; at < text.length(); at++) {
            for (int i = 0; i < 8; i++) {
                char other = alphabet.charAt(random.nextInt(alphabet.length()));
                if (other != text.charAt(at)) {
                    String changed = text.substring(0, at) + other + text.substring(at + 1);
                    assertEquals(Optional.empty(), tickets.verify(changed), changed);
                }
            }
            assertEquals(Optional.empty(), tickets.verify(text.substring(0, at)), "cut off");
            assertEquals(Optional.empty(), tickets.verify(text + text.substring(0, at + 1)), "too long");
        }
    }

    @Test
    void rubbishIsNone() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(220);
            for (int c = 0; c < length; c++) {
                text.append((char) (random.nextInt(10) == 0 ? random.nextInt(0xFFFF) : '-' + random.nextInt(80)));
            }
            assertEquals(Optional.empty(), tickets.verify(text.toString()));
        }
    }

    @Test
    void whoAsksAgainWithinTheMinuteGetsTheSameAndTenMinutesAtLeast() {
        assertEquals(Tickets.until(NOW), Tickets.until(NOW.plusSeconds(29)));
        assertNotEquals(Tickets.until(NOW), Tickets.until(NOW.plusSeconds(30)));
        for (int second = 0; second < 120; second++) {
            Instant now = NOW.plusSeconds(second);
            Duration life = Duration.between(now, Tickets.until(now));
            assertTrue(life.compareTo(Tickets.LIFE) > 0
                    && life.compareTo(Tickets.LIFE.plusMinutes(1)) <= 0, life + "");
        }
    }
}
