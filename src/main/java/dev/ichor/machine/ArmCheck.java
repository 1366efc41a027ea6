package dev.ichor.machine;

import dev.ichor.machine.arm.Arm;
import java.util.List;

/** Whether an arm still fits what the machine shows. */
public final class ArmCheck {
    private ArmCheck() {
    }

    /**
     * Every difference that voids the arm, one line for people each; empty if it still fits. The set of disks, their
     * identities, block sizes and write protection, and their contents must be as they were, whatever the kernel calls
     * them now. Of a disk that the agent began to erase only the identity must be the same, and one that it says to
     * have erased must be blank.
     *
     * @param armed the fingerprint that the arm is bound to
     * @param now   the latest
     */
    public static List<String> differences(Arm arm, Fingerprint armed, Fingerprint now) {
        throw new UnsupportedOperationException();
    }
}
