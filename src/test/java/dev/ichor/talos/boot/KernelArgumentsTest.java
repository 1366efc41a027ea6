package dev.ichor.talos.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.talos.Contract;
import dev.ichor.talos.render.NodeInput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KernelArgumentsTest {
    private static final String URL = "http://10.0.0.1:8080/talos/ticket";
    private static final Optional<NodeInput.Sinks> SINKS =
            Optional.of(new NodeInput.Sinks(new Ipv4(0x0A000001), 8083, 8084));

    @Test
    void eachContractHasItsArguments() {
        String begin = "talos.platform=metal console=tty0 console=ttyS0 ";
        String common = "init_on_alloc=1 slab_nomerge pti=on consoleblank=0 nvme_core.io_timeout=4294967295"
                + " printk.devkmsg=on ";
        String end = "talos.config=" + URL;
        assertEquals(begin + common + "ima_template=ima-ng ima_appraise=fix ima_hash=sha512 selinux=1 " + end,
                of(Contract.V1_10));
        assertEquals(begin + common + "selinux=1 " + end, of(Contract.V1_11));
        assertEquals(begin + common + "selinux=1 module.sig_enforce=1 " + end, of(Contract.V1_12));
        assertEquals(begin + common + "selinux=1 module.sig_enforce=1 proc_mem.force_override=never " + end,
                of(Contract.V1_13));
        assertEquals(begin + "slab_nomerge pti=on consoleblank=0 printk.devkmsg=on selinux=1 module.sig_enforce=1"
                + " proc_mem.force_override=never " + end, of(Contract.V1_14));
    }

    private static String of(Contract contract) {
        return KernelArguments.of(contract, Arch.X86_64, URL, Optional.empty());
    }

    @Test
    void whatTalosDoesNotStartWithoutIsAlwaysThere() {
        for (Contract contract : Contract.values()) {
            for (Arch arch : List.of(Arch.X86_64, Arch.ARM64)) {
                List<String> words = List.of(KernelArguments.of(contract, arch, URL, SINKS).split(" "));
                assertTrue(words.containsAll(List.of("talos.platform=metal", "slab_nomerge", "pti=on",
                        "talos.events.sink=10.0.0.1:8083", "talos.logging.kernel=tcp://10.0.0.1:8084/",
                        "talos.config=" + URL)), () -> words + "");
                assertEquals(words.size(), words.stream().distinct().count());
            }
        }
    }

    @Test
    void fromElevenOnItSaysWhomToTrust() {
        for (Contract contract : Contract.values()) {
            if (contract == Contract.V1_10) {
                assertThrows(IllegalArgumentException.class, () ->
                        KernelArguments.of(contract, Arch.X86_64, URL, "a+/=", SINKS));
            } else {
                assertEquals(KernelArguments.of(contract, Arch.X86_64, URL, SINKS) + " talos.config.early=a+/=",
                        KernelArguments.of(contract, Arch.X86_64, URL, "a+/=", SINKS));
            }
        }
    }

    @Test
    void aSinkThatIsOffIsNotNamed() {
        String line = KernelArguments.of(Contract.V1_13, Arch.X86_64, URL,
                Optional.of(new NodeInput.Sinks(new Ipv4(0x0A000001), 0, 0)));
        assertTrue(!line.contains("sink") && !line.contains("logging"), line);
    }

    @Test
    void ticketsAreHiddenAndNothingElse() {
        assertEquals("GET /talos/(secret) 404", TicketMask.mask("GET /talos/m-1.a-2.x 404"));
        assertEquals("Command line: a talos.config=http://10.0.0.1:8080/talos/(secret) quiet",
                TicketMask.mask("Command line: a talos.config=http://10.0.0.1:8080/talos/m-1.a-2.x quiet"));
        assertEquals("{\"msg\":\"http:/talos/(secret)\"}", TicketMask.mask("{\"msg\":\"http:%2Ftalos%2Fm-1\"}"));
        for (String kept : List.of("/assets/talos/v1.13.9/default/vmlinuz-amd64", "/talos/(secret)", "/talos/",
                "installing Talos to disk /dev/nvme0n1", "talos.config")) {
            assertEquals(kept, TicketMask.mask(kept));
        }
    }
}
