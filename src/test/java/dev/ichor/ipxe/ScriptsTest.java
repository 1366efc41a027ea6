package dev.ichor.ipxe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Samples;
import dev.ichor.machine.Sighting;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.NextStep;
import dev.ichor.provision.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every script, byte for byte. {@code -Dgolden.update=true} writes the files anew, for a person to read the diff. */
@Timeout(30)
class ScriptsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/ipxe");
    private static final BootPlane PLANE = new BootPlane(new Ipv4(0xC0000201), 8080, 7777, 35, BootPlane.CONSOLES);
    private static final String TOKEN = "00000000000000aa.525400000001.-." + "0".repeat(64);
    private static final Reason REASON = new Reason("a-reason", "Why it is so.");

    @TestFactory
    Stream<DynamicTest> scriptsAreByteExact() {
        return Stream.of(
                golden("init", Scripts.init(PLANE, BootId.of(0xAA), Optional.empty())),
                golden("init-known", Scripts.init(PLANE, BootId.of(0xAA), Optional.of(new Mac(0x525400000001L)))),
                golden("discover", next(new NextStep.Discover(REASON), Firmware.UEFI)),
                golden("hold", next(new NextStep.Hold(new Reason("held", "Held with m-aaaaaaaa: a cloned UUID.")),
                        Firmware.BIOS)),
                golden("boot-disk-bios", next(new NextStep.BootDisk(REASON), Firmware.BIOS)),
                golden("boot-disk-uefi", next(new NextStep.BootDisk(REASON), Firmware.UEFI)),
                golden("boot-disk-each", Scripts.bootDisk(REASON, BootMethod.EACH_DRIVE)),
                golden("boot-disk-exit", Scripts.bootDisk(REASON, BootMethod.EXIT)),
                golden("install", Scripts.install(PLANE, REASON, new TalosImage("talos/v1.13.9/default/vmlinuz-amd64",
                        "talos/v1.13.9/default/initramfs-amd64.xz", "talos.platform=metal slab_nomerge pti=on"
                        + " talos.config=http://192.0.2.1:8080/talos/ticket"))),
                golden("install-https", Scripts.install(PLANE, REASON, new TalosImage(
                        "talos/v1.13.9/default/vmlinuz-amd64", "talos/v1.13.9/default/initramfs-amd64.xz",
                        "talos.platform=metal slab_nomerge pti=on talos.config=https://192.0.2.1:8443/talos/ticket"
                        + " talos.config.early=KLUv/SAEAQAAAAB+/+=="))),
                golden("stay", next(new NextStep.Stay(REASON), Firmware.UEFI)),
                golden("unreadable", Scripts.unreadable(PLANE, "the query has no mac")),
                golden("fault", Scripts.fault(PLANE, "0badcafe")));
    }

    @Test
    void defaultsPerFirmwareAreFirstDriveAndAnError() {
        assertEquals(Scripts.bootDisk(REASON, BootMethod.FIRST_DRIVE), next(new NextStep.BootDisk(REASON),
                Firmware.BIOS));
        assertEquals(Scripts.bootDisk(REASON, BootMethod.EXIT_FAILED), next(new NextStep.BootDisk(REASON),
                Firmware.UEFI));
    }

    /** Law 6: whatever the method, nothing is loaded from the network and nobody is asked again. */
    @Test
    void law6NoMethodLeadsAnywhereButToTheDisk() {
        for (BootMethod method : BootMethod.values()) {
            String script = Scripts.bootDisk(REASON, method);
            assertTrue(script.lines().skip(1).allMatch(line -> line.matches("(echo|sleep|exit|sanboot --no-describe"
                    + " --drive 0x8[0-9a-f]) ?.*")), script);
            assertFalse(script.matches("(?s).*(http|chain|kernel|initrd|goto).*"), script);
            assertTrue(script.endsWith("exit 0\n") || script.endsWith("exit 1\n"), script);
        }
    }

    @Test
    void theKernelNeverPrintsTheTokenWhateverTheOperatorSet() {
        for (String arguments : new String[] {"", "console=ttyS1", "loglevel=7 debug"}) {
            BootPlane plane = new BootPlane(new Ipv4(0xC0000201), 8080, 7777, 35, arguments);
            String script = Scripts.next(plane, new NextStep.Discover(REASON), sighting(Firmware.UEFI), TOKEN);
            String kernel = script.lines().filter(line -> line.startsWith("kernel ")).findFirst().orElseThrow();
            assertTrue(kernel.endsWith(" quiet || goto failed"), kernel);
        }
    }

    private static DynamicTest golden(String name, String script) {
        return DynamicTest.dynamicTest(name, () -> {
            Path file = GOLDEN.resolve(name + ".ipxe");
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(file, script);
            }
            assertEquals(read(file), script);
        });
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private static String next(NextStep step, Firmware firmware) {
        return Scripts.next(PLANE, step, sighting(firmware), TOKEN);
    }

    private static Sighting sighting(Firmware firmware) {
        return new Sighting(Instant.EPOCH, new Ipv4(1), BootId.of(0xAA), Samples.mac("52:54:00:00:00:01"),
                Optional.empty(), firmware, Arch.X86_64, Sighting.Labels.NONE);
    }

    @Test
    void noTextFromOutsideBreaksOut() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            String text = random.ints(random.nextInt(1, 40), 0, 0x180).collect(StringBuilder::new,
                    StringBuilder::appendCodePoint, StringBuilder::append) + "\nreboot || ${net0/mac} ; exit # && x";
            String script = Scripts.unreadable(PLANE, text);
            String echo = script.lines().skip(1).findFirst().orElseThrow();
            assertEquals(Scripts.unreadable(PLANE, "").lines().count(), script.lines().count());
            assertTrue(echo.startsWith("echo Ichor: "), echo);
            assertFalse(echo.matches(".*[$|&;#\\\\{}`\"\\p{Cntrl}].*"), echo);
        }
    }

    @Test
    void aTokenThatCouldBreakOutIsAFault() {
        assertThrows(IllegalArgumentException.class, () -> Scripts.next(PLANE, new NextStep.Discover(REASON),
                sighting(Firmware.UEFI), "a b"));
        assertThrows(IllegalArgumentException.class, () -> new BootPlane(new Ipv4(1), 80, 1, 1, "a ${b}"));
    }

    @Test
    void theKernelLineFitsTheShortestLimit() {
        String kernel = next(new NextStep.Discover(REASON), Firmware.UEFI).lines()
                .filter(line -> line.startsWith("kernel ")).findFirst().orElseThrow();
        assertTrue(kernel.length() < 1024, kernel.length() + " characters");
    }
}
