package dev.ichor.provision;

import static dev.ichor.provision.States.NOW;
import static dev.ichor.provision.States.SEEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Disks;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ArmRulesTest {
    private static final Disk A = Disks.disk("A");
    private static final Disk B = Disks.disk("B", Disks.ext4("data"));
    private static final Disk C = Disks.disk("C", Disks.ext4("other"));
    private static final DiskClaim SYSTEM = claim("A", DiskRole.SYSTEM, false);
    private static final DiskClaim POOL = claim("B", DiskRole.POOL, false);

    @Test
    void anInstallationCoversTheSystemDiskAndThePoolsInTheOrderOfTheFingerprint() {
        Machine machine = node(SYSTEM, POOL, claim("C", DiskRole.SPARE, false));
        Arm arm = given(machine, List.of(C, B, A), install("B"));
        assertEquals(List.of(
                new ArmedDisk(B.id(), "Model", DiskRole.POOL, "ext4 filesystem \"data\"", true,
                        ArmedDisk.State.UNTOUCHED, ""),
                new ArmedDisk(A.id(), "Model", DiskRole.SYSTEM, "blank", false, ArmedDisk.State.UNTOUCHED, "")),
                arm.disks());
        assertEquals(SEEN, arm.fingerprint());
    }

    @Test
    void aKeptPoolIsNeverArmed() {
        Machine machine = node(SYSTEM, claim("B", DiskRole.POOL, true));
        assertEquals(List.of(A.id()), given(machine, List.of(A, B), install()).disks().stream()
                .map(ArmedDisk::disk).toList());
        refused("is kept", machine, List.of(A, B), wipe(List.of("B"), "B"));
        refused("that is kept", machine, List.of(A, B), policy());
    }

    @Test
    void aWipeTakesTheNamedDisksOnly() {
        Arm arm = given(node(SYSTEM), List.of(A, B, C), wipe(List.of("C"), "C"));
        assertEquals(List.of(C.id()), arm.disks().stream().map(ArmedDisk::disk).toList());
        assertTrue(arm.disks().getFirst().isToBeErased());
        refused("/disks", node(SYSTEM), List.of(A), wipe(List.of()));
        refused("/disks/1", node(SYSTEM), List.of(A), wipe(List.of("A", "Z")));
        refused("named twice", node(SYSTEM), List.of(A), wipe(List.of("A", "A")));
        refused("no disk with the serial number ''", node(SYSTEM), List.of(A, Disks.disk("")), wipe(List.of("")));
    }

    @Test
    void contentsNeedTheSerialNumberAndNothingElse() {
        Machine machine = node(SYSTEM, POOL);
        refused("disk B carries ext4", machine, List.of(A, B), install());
        refused("none of the disks", machine, List.of(A, B), install("B", "C"));
        refused("disk B carries ext4", machine, List.of(A, B), install("b"));
        refused("disk B is not blank", machine, List.of(A, B), policy());
    }

    @Test
    void rolesMustBeCompleteAndTheDisksThereAndSound() {
        refused("no system disk", node(POOL), List.of(B), install("B"));
        refused("has 2 system disks", node(SYSTEM, claim("B", DiskRole.SYSTEM, false)), List.of(A, B), install("B"));
        refused("is not in the machine", node(SYSTEM, POOL), List.of(A), install());
        refused("is there 2 times", node(SYSTEM), List.of(A, A), install());
        refused("same serial number", node(SYSTEM),
                List.of(A, Disks.disk(new DiskId("eui.X", "A", 5), List.of(Disks.BLANK))), install());
        refused("same wwid", node(SYSTEM),
                List.of(A, Disks.disk(new DiskId("eui.A", "X", 5), List.of(Disks.BLANK))), install());
        refused("read-only", node(SYSTEM), List.of(Disks.protectedOne(A, 512, true, false)), install());
        refused("removable", node(SYSTEM), List.of(Disks.protectedOne(A, 512, false, true)), install());
        DiskId unsound = new DiskId("", "A", 1_000);
        refused("cannot be told apart", node(new DiskClaim(unsound, DiskRole.SYSTEM, false, "")),
                List.of(Disks.disk(unsound, List.of(Disks.BLANK))), install());
        refused("is no node", States.machine(new Stage.Discovered(SEEN, NOW), Optional.empty()), List.of(A), install());
        refused("/disks", node(SYSTEM), List.of(A), new ArmWish("a-0000000001", Arm.Purpose.INSTALL, List.of("A"),
                SEEN, List.of(), "ann", false, NOW, NOW.plusSeconds(60)));
    }

    @Test
    void onlyTheLatestFingerprintAndALifeAheadWillDo() {
        refused("/fingerprint", node(SYSTEM), List.of(A), new ArmWish("a-0000000001", Arm.Purpose.INSTALL, List.of(),
                Sha256.of(new byte[] {9}), List.of(), "ann", false, NOW, NOW.plusSeconds(60)));
        refused("/life", node(SYSTEM), List.of(A), new ArmWish("a-0000000001", Arm.Purpose.INSTALL, List.of(), SEEN,
                List.of(), "ann", false, NOW, NOW));
    }

    @Test
    void whatIsHeldArmedOrInstalledIsNotSimplyArmed() {
        refused("is held", States.all().get("held"), List.of(A), install());
        refused("is armed already", States.all().get("armed, checked"), List.of(A), install());
        refused("Only a person arms it anew", States.all().get("installed"), List.of(A), policy());
        refused("Only a person arms it anew", States.all().get("installing"), List.of(A), policy());
        given(States.all().get("installed"), List.of(A), install());
        refused("a policy wipes nothing", node(SYSTEM), List.of(A), new ArmWish("a-0000000001", Arm.Purpose.WIPE,
                List.of("A"), SEEN, List.of(), "policy p", true, NOW, NOW.plusSeconds(60)));
    }

    @Test
    void anArmThatIsOverEndsBeforeTheNextBegins() {
        Machine machine = States.all().get("armed, expired");
        ArmRules.Answer.Given given = assertInstanceOf(ArmRules.Answer.Given.class,
                ArmRules.arm(machine, print(List.of(A)), install()));
        assertInstanceOf(MachineEvent.ArmEnded.class, given.events().getFirst());
        Machine after = given.events().stream().reduce(machine, Evolve::apply, (_, last) -> last);
        assertEquals(Optional.of(given.arm()), after.arm(NOW));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        ArmRules.Answer.Refused refused = assertInstanceOf(ArmRules.Answer.Refused.class, ArmRules.arm(
                node(SYSTEM, POOL), print(List.of(B)), new ArmWish("a-0000000001", Arm.Purpose.INSTALL, List.of("x"),
                        Sha256.of(new byte[] {9}), List.of("y"), "ann", false, NOW, NOW)));
        assertEquals(6, refused.problems().size(), () -> "" + refused.problems());
        assertTrue(refused.problems().stream().map(Problem::mend).noneMatch(String::isEmpty));
    }

    private static DiskClaim claim(String serial, DiskRole role, boolean keep) {
        return new DiskClaim(Disks.id(serial), role, keep, "");
    }

    private static Machine node(DiskClaim... claims) {
        return Evolve.apply(States.machine(new Stage.Discovered(SEEN, NOW), Optional.empty()),
                new MachineEvent.Assigned(NOW, new Place("c", "n1", "ann"), List.of(claims), List.of()));
    }

    private static ArmWish install(String... named) {
        return new ArmWish("a-0000000001", Arm.Purpose.INSTALL, List.of(), SEEN, List.of(named), "ann", false, NOW,
                NOW.plusSeconds(60));
    }

    private static ArmWish policy() {
        return new ArmWish("a-0000000001", Arm.Purpose.INSTALL, List.of(), SEEN, List.of(), "policy p", true, NOW,
                NOW.plusSeconds(60));
    }

    private static ArmWish wipe(List<String> serials, String... named) {
        return new ArmWish("a-0000000001", Arm.Purpose.WIPE, serials, SEEN, List.of(named), "ann", false, NOW,
                NOW.plusSeconds(60));
    }

    private static Fingerprint print(List<Disk> disks) {
        return Disks.print(BootId.of(1), disks);
    }

    private static Arm given(Machine machine, List<Disk> disks, ArmWish wish) {
        ArmRules.Answer answer = ArmRules.arm(machine, print(disks), wish);
        return assertInstanceOf(ArmRules.Answer.Given.class, answer, () -> "" + answer).arm();
    }

    private static void refused(String words, Machine machine, List<Disk> disks, ArmWish wish) {
        ArmRules.Answer answer = ArmRules.arm(machine, print(disks), wish);
        List<Problem> problems = assertInstanceOf(ArmRules.Answer.Refused.class, answer, () -> "" + answer).problems();
        assertTrue(problems.stream().anyMatch(problem -> (problem + problem.mend()).contains(words)), "" + problems);
    }
}
