package dev.ichor.ipxe;

import dev.ichor.base.Mac;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Sighting;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.NextStep;
import dev.ichor.provision.Reason;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The scripts that iPXE runs. They use only commands that Debian's iPXE of 2019 has. None ends in silence or at a dead
 * prompt: whatever fails is printed and tried again with growing waits, and only when that led nowhere for minutes the
 * script gives the machine back to its firmware, so that an absent appliance keeps no installed machine down.
 */
public final class Scripts {
    /** Assets that scripts name. */
    public static final String KERNEL = "discovery-x86_64.vmlinuz";
    public static final String INITRD = "discovery-x86_64.initrd";

    private static final int SECONDS_BETWEEN_QUESTIONS = 30;

    private Scripts() {
    }

    /**
     * The first script: gets an address if there is none yet, then asks with all that iPXE knows of the machine.
     * Also served as {@code autoexec.ipxe}, which a newer iPXE looks for beside its own file (quirk T12).
     *
     * <p>DHCP is tried on each NIC in turn, ten rounds: iPXE may finish before it heard a proxy, switches hold links
     * back for half a minute, and NICs without DHCP are to be skipped (quirk D16). {@code netX} is the NIC that was
     * opened last, so the one the script came over.
     *
     * @param machine whose NIC asks, if that is known: the console then names it and the boot
     */
    public static String init(BootPlane plane, BootId boot, Optional<Mac> machine) {
        String greeting = machine.map(mac -> "echo Ichor: this is " + mac + ", boot " + boot + "\n").orElse("");
        return """
                #!ipxe
                %4$sset ichor %1$s
                set boot %2$s
                set wait:int32 2
                set round:int32 0
                isset ${netX/ip} && goto ask ||
                :dhcp
                set nic:int32 0
                :nic
                isset ${net${nic}/mac} || goto nonic
                echo Ichor: asking for an address on net${nic} ${net${nic}/mac}
                dhcp net${nic} && goto ask ||
                ifclose net${nic} ||
                inc nic
                goto nic
                :nonic
                echo Ichor: no NIC got an address. Check cable, VLAN, and that a DHCP server answers.
                goto again
                :ask
                %3$s || goto failed
                :failed
                echo Ichor: ${ichor} did not answer: ${errno}
                :again
                inc round
                iseq ${round} 10 && goto giveup ||
                echo Ichor: trying again in ${wait} seconds
                sleep ${wait}
                iseq ${wait} 64 || inc wait ${wait}
                isset ${netX/ip} && goto ask ||
                goto dhcp
                :giveup
                echo Ichor: giving up, the firmware goes on with its boot order
                sleep 10
                exit 1
                """.formatted(plane.url(), boot, chainToNext(), greeting);
    }

    private static String chainToNext() {
        return "chain --autofree --replace ${ichor}/boot/next.ipxe?boot=${boot}&mac=${netX/mac}&uuid=${uuid}"
                + "&serial=${serial:uristring}&asset=${asset:uristring}&manufacturer=${manufacturer:uristring}"
                + "&product=${product:uristring}&arch=${buildarch}&platform=${platform}&version=${version:uristring}";
    }

    /**
     * The answer to the question.
     *
     * @param token the one-boot secret for the agent: letters, digits, dots and hyphens
     */
    public static String next(BootPlane plane, NextStep step, Sighting seen, String token) {
        return switch (step) {
            case NextStep.Discover discover -> discovery(plane, discover.reason(), seen, token);
            case NextStep.Hold hold -> discovery(plane, hold.reason(), seen, token);
            // What boots Talos is made for one ticket; a caller without one has nothing to boot.
            case NextStep.Install install -> askAgain(plane, install.reason());
            case NextStep.BootDisk disk -> bootDisk(disk.reason(), BootMethod.of(seen.firmware()).getFirst());
            case NextStep.Stay stay -> askAgain(plane, stay.reason());
        };
    }

    /** What a machine gets whose question could not be read: it is told why, and asks anew. */
    public static String unreadable(BootPlane plane, String why) {
        return askAgain(plane, new Reason("unreadable-question", "This machine's question could not be read: " + why
                + "."));
    }

    /** What a machine gets when the appliance itself has a fault: it is told, and asks anew. */
    public static String fault(BootPlane plane, String errorId) {
        return askAgain(plane, new Reason("fault", "The appliance has a fault, its log says more under " + errorId
                + "."));
    }

    /**
     * Boots Talos, which then installs itself. When that fails, the machine asks anew: its ticket does not live for
     * ever, and Talos would wait for hours with a dead one.
     */
    public static String install(BootPlane plane, Reason reason, TalosImage image) {
        return """
                #!ipxe
                %1$s
                imgfree ||
                kernel %2$s/assets/%3$s %5$s || goto failed
                initrd %2$s/assets/%4$s || goto failed
                boot ||
                :failed
                echo Ichor: Talos did not start: ${errno}
                imgfree ||
                """.formatted(echo(reason), plane.url(), image.kernel(), image.initramfs(), image.line())
                + asksAgain(plane);
    }

    private static String discovery(BootPlane plane, Reason reason, Sighting seen, String token) {
        if (!token.matches("[0-9a-z.-]+")) {
            throw new IllegalArgumentException("a token has only letters, digits, dots and hyphens");
        }
        // "quiet" comes last, after whatever an operator set: without it the kernel prints its command line, and the
        // token in it, on every console.
        String arguments = plane.kernelArguments().isEmpty() ? "" : " " + plane.kernelArguments();
        return """
                #!ipxe
                %1$s
                set wait:int32 2
                set round:int32 0
                :load
                imgfree ||
                kernel %2$s/assets/%3$s initrd=%4$s BOOTIF=01-%5$s ichor.url=%2$s ichor.boot=%6$s ichor.token=%7$s \
                ichor.lldp=%8$d ichor.echo=%9$d%10$s quiet || goto failed
                initrd %2$s/assets/%4$s || goto failed
                boot ||
                :failed
                echo Ichor: the discovery image did not start: ${errno}
                inc round
                iseq ${round} 10 && goto giveup ||
                echo Ichor: trying again in ${wait} seconds
                sleep ${wait}
                iseq ${wait} 64 || inc wait ${wait}
                goto load
                :giveup
                echo Ichor: giving up, the firmware goes on with its boot order
                sleep 10
                exit 1
                """.formatted(echo(reason), plane.url(), KERNEL, INITRD, seen.mac().hyphened(), seen.boot(), token,
                plane.lldpSeconds(), plane.echoPort(), arguments);
    }

    /**
     * Boots the local disk, and nothing else. Which method leads there depends on the firmware (quirk H8): under BIOS
     * {@code exit} does not on many machines, so a drive is started directly; under UEFI {@code exit} gives the boot
     * manager its turn.
     */
    public static String bootDisk(Reason reason, BootMethod method) {
        return "#!ipxe\n" + echo(reason) + "\n" + switch (method) {
            case EXIT -> "exit 0\n";
            case EXIT_FAILED -> "exit 1\n";
            case FIRST_DRIVE -> """
                    sanboot --no-describe --drive 0x80 ||
                    echo Ichor: the first disk did not start: ${errno}. The firmware goes on with its boot order.
                    sleep 10
                    exit 1
                    """;
            case EACH_DRIVE -> IntStream.rangeClosed(0x80, 0x8f)
                    .mapToObj(drive -> "sanboot --no-describe --drive 0x%x ||\n".formatted(drive))
                    .collect(Collectors.joining()) + """
                    echo Ichor: no disk started. The firmware goes on with its boot order.
                    sleep 10
                    exit 1
                    """;
        };
    }

    private static String askAgain(BootPlane plane, Reason reason) {
        return "#!ipxe\n" + echo(reason) + "\n" + asksAgain(plane);
    }

    private static String asksAgain(BootPlane plane) {
        return """
                echo Ichor: asking again in %1$d seconds
                set wait:int32 %1$d
                set round:int32 0
                :again
                sleep ${wait}
                chain --autofree --replace %2$s/boot/init.ipxe ||
                echo Ichor: %2$s did not answer: ${errno}
                inc round
                iseq ${round} 10 || goto again
                echo Ichor: giving up, the firmware goes on with its boot order
                sleep 10
                exit 1
                """.formatted(SECONDS_BETWEEN_QUESTIONS, plane.url());
    }

    private static String echo(Reason reason) {
        return "echo Ichor: " + harmless(reason.text());
    }

    /**
     * Text that iPXE prints and does not run. iPXE expands <code>${…}</code> again and again until none is left, ends a
     * command at {@code ||}, {@code &&} and {@code ;}, a line at a newline, and takes {@code #} for a comment.
     */
    static String harmless(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(
                c >= ' ' && c < 127 && "$|&;#\\{}`\"".indexOf(c) < 0 ? c : ' '));
        return out.toString().replaceAll(" +", " ").strip();
    }
}
