package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order "wipe" when drives, people or the appliance do not play along. */
@Timeout(300)
class AgentWipeFaultsTest extends WipedMachine {
    @Test
    void aDriveThatIsSwappedWhileItIsErasedIsNotWrittenAnyMore() throws Exception {
        tree.put("sys/block/nvme1n1/diskseq", "5\n");
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        appliance.judge = receipt -> {
            try {
                tree.put("sys/block/nvme1n1/diskseq", "9\n");
            } catch (IOException e) {
                return 500;
            }
            return 200;
        };
        wipe("");
        assertErased();
        assertEquals("1 failed 99 another drive took its place", states().getLast());
    }

    @Test
    void withoutTheApplianceSayingYesNothingIsWritten() throws Exception {
        for (int status : new int[] {409, 410, 404, 400, 403}) {
            appliance.receipts.clear();
            appliance.judge = _ -> status;
            if (status == 409) {
                appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
            }
            wipe("");
            assertErased();
            assertEquals(List.of(status + " 1 started 0 beginning with nvme1n1"), states());
        }
        assertEquals(5, appliance.uploaded(), "nothing was done, so nothing is read anew");
    }

    @Test
    void anUnansweredStartIsAskedAgainFromTheBeginning() throws Exception {
        int[] left = {2};
        appliance.judge = receipt -> left[0]-- > 0 ? left[0] == 0 ? 503 : -1 : 200;
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("");
        assertErased(1);
        assertEquals(List.of("503 1 started 0 beginning with nvme1n1", "1 started 0 beginning with nvme1n1",
                "1 erased 100 discard"), states());
        assertEquals(4, appliance.plansAsked);
    }

    @Test
    void theNextDiskWaitsForTheReceiptOfTheLast() throws Exception {
        int[] left = {3};
        appliance.judge = receipt -> receipt.contains("0 erased") && left[0]-- > 0 ? 503 : 200;
        appliance.toErase(0, SIZE, "leave", "eui.00", "S0").toErase(2, SIZE, "leave", "eui.02", "S2");
        wipe("");
        assertErased(0, 2);
        String again = "503 0 erased 100 discard";
        assertEquals(List.of("0 started 0 beginning with nvme0n1", again, again, again, "0 erased 100 discard",
                "2 started 0 beginning with nvme2n1", "2 erased 100 discard"), states());
    }

    @Test
    void anArmThatEndsBetweenTwoDisksSparesTheSecond() throws Exception {
        appliance.judge = receipt -> receipt.contains(" erased ") ? 410 : 200;
        appliance.toErase(0, SIZE, "leave", "eui.00", "S0").toErase(2, SIZE, "leave", "eui.02", "S2");
        wipe("");
        assertErased(0);
        assertEquals(List.of("0 started 0 beginning with nvme0n1", "410 0 erased 100 discard"), states());
        assertEquals(2, appliance.uploaded(), "what is left of the disk is told");
    }

    @Test
    void aDiscardThatDoesNothingIsFollowedByZeros() throws Exception {
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("blkdiscard() { :; }");
        assertErased(1);
        assertEquals("1 erased 100 discard, then zeros", states().getLast());
    }

    @Test
    void withoutDiscardZerosAreWrittenAndWhatCannotBeWrittenIsSaid() throws Exception {
        disk(1, "eui.01", "S1", "queue/discard_max_bytes=0");
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("");
        assertErased(1);
        assertEquals("1 erased 100 zeros", states().getLast());
        disk(2, "eui.02", "S2", "queue/discard_max_bytes=0");
        appliance.toErase(2, SIZE, "leave", "eui.02", "S2");
        wipe("dd() { case \"$*\" in *of=*conv=notrunc*) echo 'dd: I/O error' >&2; return 1 ;; esac; "
                + "busybox dd \"$@\"; }");
        assertErased();
        assertEquals("2 failed 99 the drive could not be written: dd: I/O error", states().getLast());
    }

    @Test
    void aStepThatHangsIsGivenUpAndSaid() throws Exception {
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1").toErase(2, SIZE, "leave", "eui.02", "S2");
        // The clock stands until the first disk hangs, and goes back before the second.
        appliance.judge = receipt -> {
            if (receipt.contains(" 1 failed ")) {
                clock("12.0 1\n");
            }
            return 200;
        };
        wipe("along() { printf '%s %s %s\\n' 13 \"$2\" \"$3\" >\"$LOOK/erase.new\"; "
                + "mv \"$LOOK/erase.new\" \"$LOOK/erase.now\"; }\n"
                + "blkdiscard() { case $* in *nvme1n1) echo 14.0 1 >" + root
                + "/proc/next; mv " + root + "/proc/next " + root + "/proc/uptime; exec busybox sleep 60 ;; esac; "
                + "dd if=/dev/zero of=$5 bs=64k count=" + SIZE + " iflag=count_bytes conv=notrunc 2>/dev/null; }");
        assertEquals("1 failed 0 no end of: discard", states().get(1));
        assertErased(2);
    }

    private void clock(String uptime) {
        try {
            tree.put("proc/next", uptime);
            Files.move(root.resolve("proc/next"), root.resolve("proc/uptime"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anArmThatEndsWhileADiskIsErasedBreaksItOff() throws Exception {
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1").toErase(2, SIZE, "leave", "eui.02", "S2");
        appliance.judge = receipt -> receipt.contains("started 0 discard") ? 410 : 200;
        wipe("BEAT=0\nblkdiscard() { exec busybox sleep 60; }");
        assertErased();
        assertTrue(states().getLast().startsWith("410 1 started 0 "), states().toString());
    }

    @Test
    void aWipeThatWasCutShortIsTakenUpAgainByTheNextBoot() throws Exception {
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        before = disks();
        // The shell, then the process that erases: nobody says anything any more.
        tree.run(STUBS + READ + "deliver\n"
                + "blkdiscard() { dd if=/dev/zero of=$5 bs=64k count=8 conv=notrunc 2>/dev/null; "
                + "kill -9 $$; read -r _ _ _ parent _ </proc/self/stat; kill -9 $parent; }\nwipe_order\n");
        assertEquals(List.of("1 started 0 beginning with nvme1n1"), states());
        byte[] half = Files.readAllBytes(node(1));
        assertEquals(0, half[0]);
        assertEquals(before.get("nvme1n1")[SIZE - 1], half[SIZE - 1]);
        wipe("");
        assertErased(1);
        assertEquals("1 erased 100 discard", states().getLast());
    }
}
