package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order "wipe" against files as disks: what is erased, and above all what is not. */
@Timeout(300)
class AgentWipeTest extends WipedMachine {
    @Test
    void exactlyThatDiskIsErasedAndTheMachineReadAnew() throws Exception {
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("");
        assertErased(1);
        assertEquals(List.of("1 started 0 beginning with nvme1n1", "1 erased 100 discard"), states());
        assertEquals(2, appliance.uploaded());
        assertTrue(calls().contains("--rereadpt " + node(1)), calls());
        assertTrue(calls().lines().filter(line -> line.contains("nvme1n1")).toList().getLast().startsWith("--setro"));
        assertEquals(1, calls().lines().filter(line -> line.startsWith("discard ")).count(), calls());
    }

    @Test
    void disksAreErasedInTheOrderOfThePlanEachAfterAnotherLook() throws Exception {
        appliance.toErase(2, SIZE, "leave", "eui.02", "S2").toErase(0, SIZE, "leave", "eui.00", "S0");
        wipe("");
        assertErased(0, 2);
        assertEquals(List.of("2 started 0 beginning with nvme2n1", "2 erased 100 discard",
                "0 started 0 beginning with nvme0n1", "0 erased 100 discard"), states());
        assertEquals(3, appliance.plansAsked);
    }

    @Test
    void anotherSerialSizeOrWwidIsRefused() throws Exception {
        for (String[] wanted : new String[][] {{"eui.01", "S2"}, {"eui.02", "S1"}, {"eui.01", "S"}, {"EUI.01", "S1"}}) {
            appliance.receipts.clear();
            appliance.toErase(1, SIZE, "leave", wanted[0], wanted[1]);
            wipe("");
            assertRefused("no drive of this machine has this wwid, serial and size");
        }
        appliance.receipts.clear();
        appliance.toErase(1, SIZE - 512, "leave", "eui.01", "S1");
        wipe("");
        assertRefused("no drive of this machine has this wwid, serial and size");
    }

    @Test
    void twoDrivesOfOneIdentityAreRefused() throws Exception {
        disk(2, "eui.01", "S1");
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("");
        assertRefused("2 drives of this machine have this wwid, serial and size");
    }

    @Test
    void contentsThatChangedAreRefusedWhereverTheyDid() throws Exception {
        for (String at : new String[] {"0 head", (SIZE - 512) + " tail", "1523712 samples"}) {
            String[] words = at.split(" ");
            disk(1, "eui.01", "S1");
            appliance.receipts.clear();
            appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
            wipe("echo xxxxxxxxx | dd of=" + node(1) + " bs=1 seek=" + words[0] + " conv=notrunc 2>/dev/null\n"
                    + "cp " + node(1) + " " + root + "/changed");
            assertEquals(List.of("1 refused 0 its " + words[1] + " is not what the appliance has seen"), states());
            assertEquals(-1, Files.mismatch(root.resolve("changed"), node(1)));
        }
    }

    @Test
    void aDriveThatTookThePlaceIsRefused() throws Exception {
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("echo eui.09 >" + root + "/sys/block/nvme1n1/wwid");
        assertRefused("no drive of this machine has this wwid, serial and size");
        disk(1, "eui.01", "S1");
        appliance.receipts.clear();
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        // It moved to another name: that is another drive's node as far as the facts go.
        wipe("mv " + root + "/sys/block/nvme1n1 " + root + "/sys/block/nvme7n1; mv " + node(1) + " " + node(7));
        assertEquals(List.of("1 refused 0 it was not read as nvme7n1 for the facts that the appliance has"), states());
        assertArrayEquals(before.get("nvme1n1"), Files.readAllBytes(node(7)));
    }

    @Test
    void factsThatAreNotTheLatestAreRefusedForAllDisks() throws Exception {
        appliance.plan = text -> text.replaceAll("fingerprint .*", "fingerprint " + "0".repeat(64));
        appliance.toErase(0, SIZE, "leave", "eui.00", "S0").toErase(2, SIZE, "leave", "eui.02", "S2");
        wipe("");
        assertErased();
        String why = " refused 0 the order is for other facts than those read last";
        assertEquals(List.of("0" + why, "2" + why), states());
    }

    @Test
    void aPlanThatIsOddAnywhereErasesNothing() throws Exception {
        appliance.toErase(0, SIZE, "leave", "eui.00", "S0").toErase(2, SIZE, "leave", "eui.02", "S2");
        List<UnaryOperator<String>> odd = List.of(text -> text.substring(0, text.length() - 1),
                text -> text + "\n", text -> text + "disk 3 x", text -> text.replace("leave", "keep"),
                text -> text.replace("disk 2", "disk 0"), text -> text.replace(" eui.02", ""),
                text -> text.replace("S2", "S2 S3"), text -> text.replace("S2", "S%2"), text -> text.replace("S2", "*"),
                text -> text.replace("arm a-", "arm b-"), text -> text.replace("\n", "\r\n"),
                text -> text.replaceAll("disk .*\n", ""), text -> "", text -> text.replace("disk 0", "disk  0"),
                text -> text.replace("disk 0 ", "disk 0 0"), text -> text.replace("fingerprint ", "fingerprint  "));
        StringBuilder many = new StringBuilder(STUBS + READ + "deliver\n");
        for (int i = 0; i < odd.size(); i++) {
            many.append("wipe_order; wait\n");
        }
        int[] next = {0};
        appliance.plan = text -> odd.get(next[0]++).apply(text);
        before = disks();
        tree.run(many.toString());
        assertEquals(odd.size(), next[0]);
        assertErased();
        assertEquals(List.of(), states());
        assertEquals(1, appliance.uploaded());
    }

    @Test
    void mountedSwappedToOrProtectedIsRefused() throws Exception {
        tree.put("sys/block/nvme1n1/nvme1n1p1/partition", "1\n");
        tree.put("sys/class/block/nvme1n1p1/dev", "259:3\n");
        tree.put("proc/self/mountinfo", "22 1 259:3 / /mnt rw - ext4 /dev/nvme1n1p1 rw\n");
        appliance.toErase(1, SIZE, "stop", "eui.01", "S1");
        wipe("");
        assertRefused("nvme1n1p1 is mounted or swapped to");
        tree.put("proc/self/mountinfo", "");
        tree.put("proc/swaps", "Filename\n/dev/nvme1n1p1 partition\n");
        appliance.receipts.clear();
        appliance.toErase(1, SIZE, "stop", "eui.01", "S1");
        wipe("");
        assertRefused("nvme1n1p1 is mounted or swapped to");
        tree.put("proc/swaps", "");
        tree.put("sys/block/nvme1n1/ro", "1\n");
        appliance.receipts.clear();
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("");
        assertRefused("the drive is write-protected");
    }

    private void array(String... slaves) throws IOException {
        tree.put("sys/block/md127/md/array_state", "clean\n");
        tree.put("sys/block/nvme1n1/holders/md127/x", "");
        for (String slave : slaves) {
            tree.put("sys/block/md127/slaves/" + slave + "/x", "");
        }
    }

    @Test
    void anArrayIsStoppedOnlyIfThePlanSaysSoAndItLiesOnNoOtherDisk() throws Exception {
        array("nvme1n1");
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        wipe("");
        assertRefused("it is in use by md127");
        array("nvme1n1", "nvme2n1");
        appliance.receipts.clear();
        appliance.toErase(1, SIZE, "stop", "eui.01", "S1");
        wipe("");
        assertRefused("md127 lies on nvme2n1 too, which is not to be erased");
        assertEquals("clean\n", Files.readString(root.resolve("sys/block/md127/md/array_state")));
        appliance.receipts.clear();
        // A made-up kernel does not let go, so the disk stays as it is.
        appliance.toErase(1, SIZE, "stop", "eui.01", "S1").toErase(2, SIZE, "stop", "eui.02", "S2");
        appliance.judge = receipt -> receipt.contains("2 started") ? 410 : 200;
        wipe("");
        assertErased();
        assertEquals("clear\n", Files.readString(root.resolve("sys/block/md127/md/array_state")));
        assertEquals("1 failed 0 it is still in use by md127", states().get(1));
    }

    @Test
    void whatPartitionsHeldIsOverwrittenAtBothEnds() throws Exception {
        tree.partition("nvme1n1", 1, 2048, 1024, "data");
        appliance.toErase(1, SIZE, "leave", "eui.01", "S1");
        before = disks();
        tree.run(STUBS + "EDGE=4096\nMIB=1024\n" + READ + "deliver\nblank_now() { true; }\nblkdiscard() { :; }\n"
                + "wipe_order\nwait\n");
        byte[] now = Files.readAllBytes(node(1));
        byte[] was = before.get("nvme1n1");
        for (int at : new int[] {0, 4095, SIZE - 4096, SIZE - 1, 2048 * 512, 2048 * 512 + 1023, 3072 * 512 - 1024,
            3072 * 512 - 1}) {
            assertEquals(0, now[at], "at " + at);
        }
        assertArrayEquals(Arrays.copyOfRange(was, 4096, 2048 * 512),
                Arrays.copyOfRange(now, 4096, 2048 * 512));
    }

    private String identity(Path folder) throws Exception {
        return tree.run("identity_of " + folder + "; echo \"$ID\"");
    }

    /** The words must be those that the appliance makes of the same facts. */
    @Test
    void serialsAreReadAsTheApplianceReadsThem() throws Exception {
        byte[] control = new byte[4096];
        Arrays.fill(control, 4, 24, (byte) ' ');
        byte[] serial = "  S 1%/\u0001x".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(serial, 0, control, 4, serial.length);
        Path folder = Files.createDirectories(root.resolve("one"));
        Files.write(folder.resolve("id-ctrl"), control);
        Files.writeString(folder.resolve("sysfs"), "size=8\nwwid=t10.ATA     a b\nserial=other\n");
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b S%201%25%2F%20x\n", identity(folder));
        Files.delete(folder.resolve("id-ctrl"));
        String identify = "00".repeat(20) + "3153" + "2032" + "2020".repeat(8) + "00".repeat(472);
        assertEquals(1024, identify.length());
        Files.writeString(folder.resolve("udev-id"), "80 00800004" + "41424344" + "\nidentify " + identify + "\n");
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b S12\n", identity(folder));
        Files.writeString(folder.resolve("udev-id"), "80 00800004" + "4142430020" + "\n");
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b ABC\n", identity(folder));
        Files.delete(folder.resolve("udev-id"));
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b other\n", identity(folder));
        Files.writeString(folder.resolve("sysfs"), "size=8\nwwid=eui.1\nserial=\u00fcber\n");
        assertEquals("\n", identity(folder));
    }
}
