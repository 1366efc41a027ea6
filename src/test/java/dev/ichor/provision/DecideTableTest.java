package dev.ichor.provision;

import static dev.ichor.provision.States.EVIDENCE;
import static dev.ichor.provision.States.INSTALLS;
import static dev.ichor.provision.States.LATER;
import static dev.ichor.provision.States.NOW;
import static dev.ichor.provision.States.NOT_READY;
import static dev.ichor.provision.States.READY;
import static dev.ichor.provision.States.RULES;
import static dev.ichor.provision.States.sighting;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Arch;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every situation with every kind of question: what is answered, and why. */
@Timeout(30)
class DecideTableTest {
    /**
     * Situation | its boot loader asks in a later boot, ready to install | not ready | not ready, of an architecture
     * without an image | its agent asks, ready | not ready. A quote mark says: as to the left; a dash:
     * {@code stay no-discovery-image}; {@code not-ready}: that, and it discovers, holds or waits.
     */
    private static final String TABLE = """
            discovered | discover nothing-to-do | " | - | wait nothing-to-do | "
            discovered, told to boot on | boot-disk ordered-boot-on | " | " | boot-on ordered-boot-on | "
            assigned | discover not-armed | " | - | wait not-armed | "
            assigned, in the way | hold in-the-way | " | - | wait in-the-way | "
            armed, checked | install armed | hold not-ready | - | reboot armed | wait not-ready
            armed, unchecked | discover armed-check | discover not-ready | - | read armed-check | wait not-ready
            armed, in the way | hold in-the-way | " | - | wait in-the-way | "
            armed, to erase | discover armed-erase | " | - | wipe armed-erase | "
            armed, erasing began | discover armed-erase | " | - | wipe armed-erase | "
            armed, erased, unchecked | discover armed-check | discover not-ready | - | read armed-check | wait not-ready
            armed, erased, checked | install armed | hold not-ready | - | reboot armed | wait not-ready
            armed, erase failed | hold erase-failed | " | - | wait erase-failed | "
            armed, erase refused | hold erase-failed | " | - | wait erase-failed | "
            armed, one failed, one to erase | discover armed-erase | " | - | wipe armed-erase | "
            armed, to erase, told to wait | discover armed-erase | " | - | wait ordered-wait | "
            armed, to erase, told to power off | discover armed-erase | " | - | poweroff ordered-poweroff | "
            armed, told to boot on | boot-disk ordered-boot-on | " | " | boot-on ordered-boot-on | "
            armed, told to read | install armed | hold not-ready | - | read ordered-read | "
            armed, expired | discover not-armed | " | - | wait not-armed | "
            armed, clock set back | discover not-armed | " | - | wait not-armed | "
            armed, installed before | discover armed-check | discover not-ready | - | read armed-check | wait not-ready
            armed, installed before, expired | boot-disk installed | " | " | wait installed | "
            wipe, to erase | discover armed-erase | " | - | wipe armed-erase | "
            wipe, erased, unchecked | discover erased | " | - | read erased | "
            wipe, erased, checked | discover erased | " | - | wait erased | "
            wipe, erase failed | hold erase-failed | " | - | wait erase-failed | "
            installing | boot-disk installing | " | " | wait installing | "
            installing, at work | boot-disk installing | " | " | wait installing | "
            installing, failed | install install-again | stay not-ready | " | wait install-failed | "
            installing, failed twice | install install-again | stay not-ready | " | wait install-failed | "
            installing, failed three times | hold install-failed | " | - | wait install-failed | "
            installing, failed, arm's time over | hold install-failed | " | - | wait install-failed | "
            installing, failed, told to boot on | boot-disk ordered-boot-on | " | " | boot-on ordered-boot-on | "
            installing, failed, other system disk | hold install-failed | " | - | wait install-failed | "
            installed | boot-disk installed | " | " | wait installed | "
            held | hold held | " | - | wait held | "
            held, told to boot on | hold held | " | - | wait held | "
            """;

    private static Map<String, List<String>> table() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split("\\|");
            for (int i = 0; i < cells.length; i++) {
                cells[i] = cells[i].strip();
                cells[i] = cells[i].equals("\"") ? cells[i - 1]
                        : cells[i].equals("-") ? "stay no-discovery-image" : cells[i];
            }
            table.put(cells[0], List.of(cells).subList(1, cells.length));
        }
        return table;
    }

    @Test
    void everySituationIsInTheTable() {
        assertEquals(States.all().keySet(), table().keySet());
    }

    @Test
    void eachSituationIsAnsweredAsTheTableSays() {
        Map<String, List<String>> table = table();
        States.all().forEach((name, machine) -> {
            boolean early = name.startsWith("installing");
            for (BootId boot : early ? List.of(LATER) : List.of(EVIDENCE, LATER)) {
                assertEquals(table.get(name), List.of(next(machine, Arch.X86_64, boot, 0, READY),
                        next(machine, Arch.X86_64, boot, 0, NOT_READY), next(machine, Arch.OTHER, boot, 0, NOT_READY),
                        agent(machine, EVIDENCE, READY), agent(machine, EVIDENCE, NOT_READY)), name + ", boot " + boot);
            }
        });
    }

    @Test
    void theBootThatInstallsIsToldToInstallAgain() {
        States.all().forEach((name, machine) -> {
            if (name.startsWith("installing")) {
                assertEquals("install", next(machine, Arch.X86_64, INSTALLS, 5, READY).split(" ")[0], name);
                assertEquals("stay not-ready", next(machine, Arch.X86_64, INSTALLS, 5, NOT_READY), name);
                assertEquals("boot-disk", next(machine, Arch.X86_64, EVIDENCE, 0, READY).split(" ")[0], name);
            }
        });
    }

    @Test
    void aStrangerIsDiscoveredAndOneThatMayBeTwoIsHeld() {
        assertEquals("discover unknown-machine", text(new Identification.New(), Arch.X86_64, 0));
        assertEquals("stay no-discovery-image", text(new Identification.New(), Arch.OTHER, 0));
        assertEquals("stay boot-loop", text(new Identification.New(), Arch.X86_64, 6));
        for (Machine machine : States.all().values()) {
            Identification conflict = new Identification.Conflict(Optional.empty(), List.of(machine), "a clone");
            assertEquals("hold held", text(conflict, Arch.X86_64, 5));
            assertEquals("stay no-discovery-image", text(conflict, Arch.OTHER, 0));
            assertEquals("stay boot-loop", text(conflict, Arch.X86_64, 6));
        }
    }

    @Test
    void tooManyBootsStopAMachineUnlessItBootsItsDisk() {
        States.all().forEach((name, machine) -> {
            for (Readiness rules : List.of(READY, NOT_READY)) {
                String without = next(machine, Arch.X86_64, LATER, 5, rules);
                assertEquals(next(machine, Arch.X86_64, LATER, 0, rules), without, name);
                String expected = without.startsWith("boot-disk") || without.startsWith("stay") ? without : "stay boot-loop";
                assertEquals(expected, next(machine, Arch.X86_64, LATER, 6, rules), name);
                assertEquals(expected, next(machine, Arch.X86_64, LATER, 1_000, rules), name);
            }
        });
    }

    @Test
    void anAgentOfAnotherBootWaits() {
        States.all().forEach((name, machine) -> {
            String told = agent(machine, LATER, READY);
            assertEquals("wait", told.substring(0, told.indexOf(' ')), name);
        });
    }

    private static String next(Machine machine, Arch arch, BootId boot, int boots, Readiness ready) {
        NextStep step = Decide.next(new Identification.Known(machine), sighting(arch, boot), boots, ready, RULES, NOW);
        return step.label() + " " + step.reason().code();
    }

    private static String text(Identification who, Arch arch, int boots) {
        NextStep step = Decide.next(who, sighting(arch, LATER), boots, READY, RULES, NOW);
        return step.label() + " " + step.reason().code();
    }

    private static String agent(Machine machine, BootId boot, Readiness ready) {
        AgentStep step = Decide.agent(machine, boot, ready, NOW);
        return step.order().label() + " " + step.reason().code();
    }
}
