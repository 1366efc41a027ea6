package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The order "wipe" against files as disks: what is erased, and above all what is not. */
@Timeout(90)
class AgentWipeTest {
    private static final int SIZE = (3 << 20) + 5 * 512;
    /** Files are no block devices: of them only the calls are seen. A discard does nothing but say that it did. */
    private static final String STUBS = """
            usleep() { busybox usleep 10000; }
            sleep() { :; }
            blockdev() { echo "$*" >>$RUN/../calls; }
            blkdiscard() { echo "discard $*" >>$RUN/../calls; dd if=/dev/zero of=$5 bs=4096 seek=$2 count=$4 \
            oflag=seek_bytes iflag=count_bytes conv=notrunc 2>/dev/null; }
            CHUNK=1048576
            EDGE=262144
            """;
    private static final String READ = "disks_start; disks_wait\n";

    @TempDir
    Path root;
    private AgentTree tree;
    private WipingAppliance appliance;
    private Map<String, byte[]> before;

    @BeforeEach
    void makeAMachine() throws IOException {
        tree = new AgentTree(root);
        appliance = new WipingAppliance();
        tree.put("proc/cmdline", "ichor.url=http://127.0.0.1:" + appliance.port() + " ichor.boot=b7 ichor.token=s3\n");
        for (String file : List.of("proc/version", "proc/cpuinfo", "proc/meminfo", "proc/swaps", "proc/self/mountinfo")) {
            tree.put(file, "");
        }
        tree.put("proc/uptime", "12.34 20.00\n");
        tree.tool("smartctl", "exit 1");
        tree.tool("nvme", "exit 1");
        tree.tool("socat", "exec socat \"$@\"");
        for (int i = 0; i < 3; i++) {
            disk(i, "eui.0" + i, "S" + i, "queue/discard_max_bytes=4294966784");
        }
    }

    @AfterEach
    void close() {
        appliance.close();
    }

    private void disk(int i, String wwid, String serial, String... keys) throws IOException {
        byte[] content = new byte[SIZE];
        new Random(i).nextBytes(content);
        tree.disk("nvme" + i + "n1", content, Stream.concat(Stream.of("wwid=" + wwid, "serial=" + serial),
                Stream.of(keys)).toArray(String[]::new));
    }

    private Path node(int i) {
        return root.resolve("dev/nvme" + i + "n1");
    }

    /** Reads the machine, does {@code between}, then obeys the order. */
    private void wipe(String between) throws Exception {
        before = disks();
        tree.run(STUBS + READ + "deliver\n" + between + "\nwipe_order; wait\n");
    }

    private Map<String, byte[]> disks() throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(root.resolve("dev"))) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return all;
    }

    private void assertErased(int... numbers) throws IOException {
        Map<String, byte[]> now = disks();
        for (String name : before.keySet()) {
            boolean erased = java.util.Arrays.stream(numbers).anyMatch(i -> name.equals("nvme" + i + "n1"));
            assertArrayEquals(erased ? new byte[SIZE] : before.get(name), now.get(name), name);
        }
    }

    private List<String> states() {
        return appliance.received().stream().map(line -> line.replace(WipingAppliance.ARM + " ", "")).toList();
    }

    private String calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readString(calls) : "";
    }

    private void assertRefused(String why) throws IOException {
        assertErased();
        assertEquals(List.of("1 refused 0 " + why), states());
        assertFalse(calls().contains("discard"), calls());
        assertTrue(appliance.reports.isEmpty());
    }

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
        assertEquals(List.of("0 started 0 beginning with nvme0n1", "503 0 erased 100 discard", "503 0 erased 100 discard",
                "503 0 erased 100 discard", "0 erased 100 discard", "2 started 0 beginning with nvme2n1",
                "2 erased 100 discard"), states());
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
        List<java.util.function.UnaryOperator<String>> odd = List.of(text -> text.substring(0, text.length() - 1),
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
        wipe("dd() { case \"$*\" in *of=*conv=notrunc*) echo 'dd: I/O error' >&2; return 1 ;; esac; busybox dd \"$@\"; }");
        assertErased();
        assertEquals("2 failed 99 the drive could not be written: dd: I/O error", states().getLast());
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
        assertArrayEquals(java.util.Arrays.copyOfRange(was, 4096, 2048 * 512),
                java.util.Arrays.copyOfRange(now, 4096, 2048 * 512));
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
                + "mv \"$LOOK/erase.new\" \"$LOOK/erase.now\"; }\nblkdiscard() { case $* in *nvme1n1) echo 14.0 1 >" + root
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
            throw new java.io.UncheckedIOException(e);
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
        tree.run(STUBS + READ + "deliver\nblkdiscard() { dd if=/dev/zero of=$5 bs=64k count=8 conv=notrunc 2>/dev/null; "
                + "kill -9 $$; read -r _ _ _ parent _ </proc/self/stat; kill -9 $parent; }\nwipe_order\n");
        assertEquals(List.of("1 started 0 beginning with nvme1n1"), states());
        byte[] half = Files.readAllBytes(node(1));
        assertEquals(0, half[0]);
        assertEquals(before.get("nvme1n1")[SIZE - 1], half[SIZE - 1]);
        wipe("");
        assertErased(1);
        assertEquals("1 erased 100 discard", states().getLast());
    }

    /** The words must be those that the appliance makes of the same facts. */
    @Test
    void serialsAreReadAsTheApplianceReadsThem() throws Exception {
        byte[] control = new byte[4096];
        java.util.Arrays.fill(control, 4, 24, (byte) ' ');
        byte[] serial = "  S 1%/\u0001x".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(serial, 0, control, 4, serial.length);
        Path folder = Files.createDirectories(root.resolve("one"));
        Files.write(folder.resolve("id-ctrl"), control);
        Files.writeString(folder.resolve("sysfs"), "size=8\nwwid=t10.ATA     a b\nserial=other\n");
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b S%201%25%2F%20x\n", tree.run("identity_of " + folder + "; echo \"$ID\""));
        Files.delete(folder.resolve("id-ctrl"));
        String identify = "00".repeat(20) + "3153" + "2032" + "2020".repeat(8) + "00".repeat(472);
        assertEquals(1024, identify.length());
        Files.writeString(folder.resolve("udev-id"), "80 00800004" + "41424344" + "\nidentify " + identify + "\n");
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b S12\n", tree.run("identity_of " + folder + "; echo \"$ID\""));
        Files.writeString(folder.resolve("udev-id"), "80 00800004" + "4142430020" + "\n");
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b ABC\n", tree.run("identity_of " + folder + "; echo \"$ID\""));
        Files.delete(folder.resolve("udev-id"));
        assertEquals("4096 t10.ATA%20%20%20%20%20a%20b other\n", tree.run("identity_of " + folder + "; echo \"$ID\""));
        Files.writeString(folder.resolve("sysfs"), "size=8\nwwid=eui.1\nserial=\u00fcber\n");
        assertEquals("\n", tree.run("identity_of " + folder + "; echo \"$ID\""));
    }
}
