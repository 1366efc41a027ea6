package dev.ichor.provision.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Firmware;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.DiskBoots;
import dev.ichor.provision.explain.InstallNotes.Disk;
import dev.ichor.provision.explain.InstallNotes.Known;
import dev.ichor.provision.explain.InstallNotes.Ticket;
import dev.ichor.provision.explain.Verdict.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of an installation beside the exchanges. */
@Timeout(30)
class InstallNotesTest {
    /** Findings that no transcript can show. */
    static final Set<Code> CODES = Set.of(Code.CONFIG_REFUSED, Code.TICKET_REFUSED, Code.DISK_METHOD);
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private static List<Verdict> notes(Known known) {
        return InstallNotes.with(new Explanation(List.of(), List.of()), known, NOW).verdicts();
    }

    private static Disk disk(BootMethod method) {
        return new Disk(Firmware.BIOS, new DiskBoots.Choice(method, "learned for Acme/R1"));
    }

    @Test
    void whatIsAsUsualIsNotWorthAWord() {
        assertEquals(List.of(), notes(Known.NOTHING));
        assertEquals(List.of(), notes(new Known(List.of(), List.of(new Ticket(NOW.minusSeconds(3601), "10.0.0.9",
                "late")), Optional.of(disk(BootMethod.FIRST_DRIVE)))));
    }

    @Test
    void everythingElseIsToldAfterTheChiefFinding() {
        Explanation chief = Explain.of(List.of(), new Situation(NOW, false, "armed", false, "", List.of()));
        List<Verdict> all = InstallNotes.with(chief, new Known(List.of("a: b.", "c.", "d.", "e."), List.of(
                new Ticket(NOW, "10.0.0.9", "it was used"), new Ticket(NOW, "10.0.0.8", "it was late")),
                Optional.of(disk(BootMethod.EACH_DRIVE))), NOW).verdicts();
        assertEquals(List.of(Code.NEVER_HEARD, Code.CONFIG_REFUSED, Code.TICKET_REFUSED, Code.DISK_METHOD),
                all.stream().map(Verdict::code).toList());
        assertEquals("The machine may install, and its configuration cannot be served: a: b. c. d. And 1 more.",
                all.get(1).text());
        assertEquals("2 tickets for its configuration were refused within the last hour, the last from 10.0.0.9: it "
                + "was used.", all.get(2).text());
        assertEquals("It boots its disk by the method each-drive under BIOS: learned for Acme/R1.", all.get(3).text());
        assertTrue(notes(new Known(List.of(), List.of(new Ticket(NOW, "10.0.0.9", "late.")), Optional.empty()))
                .getFirst().text().startsWith("A ticket for its configuration was refused"));
    }
}
