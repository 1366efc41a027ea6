package dev.ichor.provision;

import static dev.ichor.provision.States.LATER;
import static dev.ichor.provision.States.NOW;
import static dev.ichor.provision.States.SEEN;
import static dev.ichor.provision.States.READY;
import static dev.ichor.provision.States.RULES;
import static dev.ichor.provision.States.sighting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import dev.ichor.machine.ArmCheck;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Disks;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Order;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk laws as properties of random machines to which random things happen. */
@Timeout(120)
class DiskLawsTest {
    private static final long SEED = 4711;
    private static final int MACHINES = 2_000;
    private static final int EVENTS = 25;
    private final Random random = new Random(SEED);

    /** Walks machines through random events; what happened, the machine before and after it go to the check. */
    private interface Check {
        void of(MachineEvent event, Machine before, Machine after, Instant now);
    }

    private void walk(Check check) {
        System.out.println("disk laws seed " + SEED);
        List<Machine> starts = List.copyOf(States.all().values());
        for (int i = 0; i < MACHINES; i++) {
            Machine machine = starts.get(i % starts.size());
            Instant now = NOW;
            for (int e = 0; e < EVENTS; e++) {
                now = now.plusSeconds(random.nextInt(200) - 20);
                MachineEvent event = event(machine, now);
                Machine after = Evolve.apply(machine, event);
                check.of(event, machine, after, now);
                machine = after;
            }
        }
    }

    private MachineEvent event(Machine machine, Instant at) {
        String arm = machine.stage() instanceof Stage.Armed armed && random.nextInt(4) > 0 ? armed.arm().id()
                : "a-00000000ff";
        List<DiskClaim> claims = List.of(new DiskClaim(Disks.id(random.nextBoolean() ? "A" : "B"), DiskRole.SYSTEM,
                false, ""));
        Order.Kind kind = Order.Kind.values()[random.nextInt(5)];
        BootId boot = BootId.of(1 + random.nextInt(5));
        ArmedDisk.State state = ArmedDisk.State.values()[random.nextInt(5)];
        MachineEvent.ArmEnded.End end = MachineEvent.ArmEnded.End.values()[random.nextInt(4)];
        return switch (random.nextInt(17)) {
            case 0, 1 -> new MachineEvent.FingerprintTaken(at, boot, hash(), machine.identity(), List.of());
            case 2 -> new MachineEvent.Held(at, "a clone", List.of(MachineId.of(2)));
            case 3 -> new MachineEvent.Released(at, "ann", List.of(MachineId.of(2)), List.of());
            case 4 -> new MachineEvent.OrderGiven(new Order(machine.turn() + 1, kind, boot, at, at.plusSeconds(600),
                    "ann"));
            case 5 -> new MachineEvent.OrderObeyed(at, machine.turn(), kind, boot);
            case 6 -> new MachineEvent.Reported(at, boot, "hello");
            case 7 -> new MachineEvent.Assigned(at, new Place("c", "n2", "ann"), claims, List.of());
            case 8 -> random.nextBoolean() ? new MachineEvent.Unassigned(at, "ann")
                    : new MachineEvent.RolesSet(at, "ann", claims, List.of());
            case 9 -> new MachineEvent.Assessed(at, random.nextBoolean() ? List.of()
                    : List.of(new Obstacle("in-the-way", "Something.")));
            case 10, 11 -> new MachineEvent.ArmGiven(at, randomArm(at));
            case 12 -> new MachineEvent.ArmEnded(at, arm, end, "");
            case 13 -> random.nextInt(3) > 0 ? new MachineEvent.DiskErased(at, arm, Disks.id("A"), state, "")
                    : new MachineEvent.InstallDone(at, "ann");
            case 14 -> new MachineEvent.InstallFailed(at, "no space");
            case 15 -> new MachineEvent.InstallStep(at, "writing", OptionalInt.of(random.nextInt(100)));
            default -> new MachineEvent.InstallStarted(at, machine.stage() instanceof Stage.Installing stage
                    ? stage.arm().id() : arm, boot);
        };
    }

    private Arm randomArm(Instant at) {
        Arm.Purpose purpose = random.nextInt(4) == 0 ? Arm.Purpose.WIPE : Arm.Purpose.INSTALL;
        Arm arm = Disks.arm(purpose, at, States.disk(random.nextBoolean(), ArmedDisk.State.UNTOUCHED));
        return new Arm(String.format("a-%010x", random.nextInt(1 << 20)), purpose, arm.fingerprint(), arm.disks(),
                "ann", false, at, arm.until());
    }

    private Sha256 hash() {
        return Sha256.of(new byte[] {(byte) random.nextInt(), (byte) random.nextInt()});
    }

    private NextStep ask(Machine machine, BootId boot, Instant now) {
        return Decide.next(new Identification.Known(machine), sighting(Arch.X86_64, boot), 0, READY, RULES, now);
    }

    @Test
    void law1NoInstallWithoutALiveArm() {
        int[] installs = new int[3];
        walk((event, before, after, now) -> {
            for (int b = 1; b < 7; b++) {
                BootId boot = BootId.of(b);
                if (ask(after, boot, now) instanceof NextStep.Install install) {
                    boolean again = after.stage() instanceof Stage.Installing stage && stage.boot().equals(boot);
                    boolean armed = after.stage() instanceof Stage.Armed stage && stage.arm().isLive(now)
                            && stage.arm().equals(install.arm()) && stage.arm().purpose() == Arm.Purpose.INSTALL
                            && stage.arm().toErase().isEmpty() && stage.arm().hasNoFailure() && stage.checked();
                    boolean retry = isRetry(after, boot, now);
                    assertTrue(again || armed || retry, event + " -> " + after);
                    installs[again ? 1 : retry ? 2 : 0]++;
                }
            }
            boolean was = before.stage() instanceof Stage.Armed;
            assertTrue(!(after.stage() instanceof Stage.Armed) || was || event instanceof MachineEvent.ArmGiven, ""
                    + event);
            assertTrue(!(after.stage() instanceof Stage.Installing) || before.stage() instanceof Stage.Installing
                    || was && event instanceof MachineEvent.InstallStarted, "" + event);
        });
        assertTrue(installs[0] > 100 && installs[1] > 100 && installs[2] > 100, "the walk reaches installations");
    }

    /** Its node said that it failed, its arm still lives, and it is for the disk that the arm names. */
    private static boolean isRetry(Machine machine, BootId boot, Instant now) {
        return machine.stage() instanceof Stage.Installing stage && stage.progress().failure().isPresent()
                && stage.progress().tries() < Consider.MOST_TRIES && stage.arm().isLive(now)
                && stage.boot().isBefore(boot) && machine.claims().stream().filter(claim ->
                claim.role() == DiskRole.SYSTEM).allMatch(claim -> stage.arm().of(claim.disk()).isPresent());
    }

    @Test
    void law1AnInstallationIsBegunAgainAfterItsNodeSaidThatItFailedAndNotTooOften() {
        int[] retries = new int[1];
        walk((event, before, after, now) -> {
            if (before.stage() instanceof Stage.Installing was && after.stage() instanceof Stage.Installing is
                    && is.progress().tries() > was.progress().tries()) {
                assertTrue(was.progress().failure().isPresent() && was.boot().isBefore(is.boot())
                        && was.arm().equals(is.arm()) && event instanceof MachineEvent.InstallStarted, "" + event);
                retries[0]++;
            }
            if (after.stage() instanceof Stage.Installing stage && stage.progress().failure().isEmpty()) {
                assertInstanceOf(NextStep.BootDisk.class, ask(after, BootId.of(99), now),
                        "law 6: it may have been installed well");
            }
            Consider.onInstall(after, LATER, now).ifPresent(started -> assertTrue(
                    ((Stage.Installing) Evolve.apply(after, started).stage()).progress().tries()
                            <= Consider.MOST_TRIES));
        });
        assertTrue(retries[0] > 20, "the walk reaches retries");
    }

    @Test
    void law1AnUnknownMachineIsOnlyEverDiscovered() {
        for (int boots = 0; boots < 12; boots++) {
            for (Arch arch : Arch.values()) {
                NextStep step = Decide.next(new Identification.New(), sighting(arch, LATER), boots, READY, RULES, NOW);
                assertTrue(step instanceof NextStep.Discover || step instanceof NextStep.Stay, step.label());
            }
        }
    }

    @Test
    void law2AnArmEndsWithWhatItWasGivenFor() {
        walk((event, before, after, now) -> {
            if (before.stage() instanceof Stage.Armed armed) {
                boolean ends = switch (event) {
                    case MachineEvent.Held _, MachineEvent.Assigned _, MachineEvent.Unassigned _,
                         MachineEvent.RolesSet _, MachineEvent.InstallDone _ -> true;
                    case MachineEvent.ArmEnded ended -> ended.arm().equals(armed.arm().id());
                    case MachineEvent.InstallStarted started -> started.arm().equals(armed.arm().id());
                    case MachineEvent.FingerprintTaken _, MachineEvent.Released _, MachineEvent.OrderGiven _,
                         MachineEvent.OrderObeyed _, MachineEvent.Reported _, MachineEvent.Assessed _,
                         MachineEvent.ArmGiven _, MachineEvent.DiskErased _, MachineEvent.InstallStep _,
                         MachineEvent.InstallFailed _ -> false;
                };
                assertEquals(ends, !(after.stage() instanceof Stage.Armed same
                        && same.arm().id().equals(armed.arm().id())), () -> event + " -> " + after.stage());
                List<MachineEvent> all = Consider.with(before, event);
                boolean said = event instanceof MachineEvent.ArmEnded || event instanceof MachineEvent.InstallStarted;
                assertTrue(!ends || said || all.getFirst() instanceof MachineEvent.ArmEnded, "its end is told: " + all);
                assertEquals(event, all.getLast());
            }
        });
    }

    @Test
    void law2AFingerprintThatShowsAnotherDiskVoidsTheArm() {
        walkDisks((arm, disks) -> {
            List<Disk> same = new ArrayList<>(disks);
            Collections.shuffle(same, random);
            same.replaceAll(disk -> Disks.renamed(disk, "sd" + random.nextInt(9)));
            assertEquals(List.of(), differences(arm, disks, same));
            List<Disk> other = new ArrayList<>(disks);
            int at = random.nextInt(disks.size());
            Disk disk = disks.get(at);
            switch (random.nextInt(6)) {
                case 0 -> other.remove(at);
                case 1 -> other.add(Disks.disk("new"));
                case 2 -> other.set(at, Disks.disk("another", Disks.BLANK));
                case 3 -> other.set(at, Disks.disk(disk.id(), List.of(Disks.ext4("that was not there"))));
                case 4 -> other.set(at, Disks.protectedOne(disk, 4096, false, false));
                default -> other.add(disk);
            }
            assertFalse(differences(arm, disks, other).isEmpty(), () -> disks + " -> " + other);
        });
    }

    private static List<String> differences(Arm arm, List<Disk> before, List<Disk> now) {
        return ArmCheck.differences(arm, Disks.print(BootId.of(1), before), Disks.print(BootId.of(2), now));
    }

    private void walkDisks(BiConsumer<Arm, List<Disk>> check) {
        for (int i = 0; i < MACHINES; i++) {
            List<Disk> disks = new ArrayList<>();
            for (int d = 0; d <= random.nextInt(4); d++) {
                Contents contents = random.nextBoolean() ? Disks.BLANK : Disks.ext4("d" + d);
                disks.add(random.nextInt(6) == 0 ? Disks.disk("", contents) : Disks.disk("S" + d, contents));
            }
            disks.add(Disks.disk("A"));
            check.accept(Disks.arm(Arm.Purpose.INSTALL, NOW, States.disk(true, ArmedDisk.State.UNTOUCHED)), disks);
        }
    }

    @Test
    void law3APolicyArmsBlankDisksOnlyAndAPersonNamesTheRest() {
        int[] given = new int[2];
        walkDisks((_, disks) -> {
            List<DiskClaim> claims = new ArrayList<>();
            disks.stream().map(Disk::id).filter(id -> id.isSound()).forEach(id -> claims.add(new DiskClaim(id,
                    claims.isEmpty() ? DiskRole.SYSTEM : random.nextBoolean() ? DiskRole.POOL : DiskRole.SPARE, false,
                    "")));
            Machine machine = Evolve.apply(States.machine(new Stage.Assigned(NOW), Optional.empty()),
                    new MachineEvent.Assigned(NOW, new Place("c", "n1", "p"), claims, List.of()));
            Fingerprint print = Disks.print(BootId.of(1), disks);
            List<String> full = disks.stream().filter(disk -> !disk.isBlank() && claims.stream()
                    .anyMatch(claim -> claim.disk().equals(disk.id()) && claim.overwrites()))
                    .map(Disk::serial).toList();
            for (boolean byPolicy : new boolean[] {true, false}) {
                ArmRules.Answer nothingNamed = ArmRules.arm(machine, print, wish(byPolicy, List.of()));
                assertEquals(full.isEmpty(), nothingNamed instanceof ArmRules.Answer.Given, "" + nothingNamed);
                given[full.isEmpty() ? 1 : 0]++;
            }
            assertInstanceOf(ArmRules.Answer.Given.class, ArmRules.arm(machine, print, wish(false, full)));
        });
        assertTrue(given[0] > 100 && given[1] > 100);
    }

    private static ArmWish wish(boolean byPolicy, List<String> named) {
        return new ArmWish("a-00000000aa", Arm.Purpose.INSTALL, List.of(), SEEN, named, "x", byPolicy, NOW,
                NOW.plusSeconds(60));
    }

    @Test
    void law6AnInstalledMachineBootsItsDiskUntilItIsArmedAnew() {
        walk((event, before, after, now) -> {
            if (after.stage() instanceof Stage.Installed) {
                for (int boots : new int[] {0, 6, 1_000}) {
                    assertInstanceOf(NextStep.BootDisk.class, Decide.next(new Identification.Known(after),
                            sighting(Arch.X86_64, BootId.of(9)), boots, READY, RULES, now));
                }
            }
            if (before.stage() instanceof Stage.Installed) {
                assertTrue(after.stage() instanceof Stage.Installed || event instanceof MachineEvent.ArmGiven
                        || event instanceof MachineEvent.Held, event + " -> " + after.stage());
            }
            boolean touched = event instanceof MachineEvent.DiskErased || event instanceof MachineEvent.InstallStarted;
            assertTrue(before.installed().isEmpty() || after.installed().isPresent() || touched, "" + event);
        });
    }

    @Test
    void law8AHeldMachineWaitsForAPerson() {
        walk((event, before, after, now) -> {
            if (after.stage() instanceof Stage.Held) {
                assertInstanceOf(NextStep.Hold.class, ask(after, LATER, now));
                Order.Kind told = Decide.agent(after, after.evidence().boot(), READY, now).order();
                assertFalse(told == Order.Kind.BOOT_ON || told == Order.Kind.WIPE, told.label());
                assertTrue(after.arm(now).isEmpty());
            }
            if (before.stage() instanceof Stage.Held) {
                assertTrue(after.stage() instanceof Stage.Held || event instanceof MachineEvent.Released, "" + event);
            }
        });
    }

    @Test
    void askingIsNotActingAndAskedTwiceTheAnswerIsTheSame() {
        walk((event, before, after, now) -> {
            assertEquals(ask(after, LATER, now), ask(after, LATER, now));
            assertEquals(Decide.agent(after, after.evidence().boot(), READY, now),
                    Decide.agent(after, after.evidence().boot(), READY, now));
            assertEquals(after, Evolve.apply(before, event), "the same event makes the same machine");
        });
    }

    @Test
    void evidenceOfAnOlderBootChangesNothing() {
        walk((event, before, after, _) -> {
            if (event instanceof MachineEvent.FingerprintTaken taken && before.evidence().overtakes(taken.boot())) {
                assertEquals(before.stage(), after.stage());
                assertEquals(before.evidence(), after.evidence());
            }
        });
    }
}
