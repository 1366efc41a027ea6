package dev.ichor.machine.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.hardware.Disk.LbaFormat;
import dev.ichor.machine.hardware.Nic.Lldp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SMBIOS, NVMe and LLDP in detail. */
class PartsTest {
    private static final String CHASSIS = "0207" + "04" + "001122334455";
    private static final String PORT = "0409" + "05" + hex("Ethernet");

    @Test
    void theUuidOfOldTablesStandsInNetworkOrder() {
        RawFacts facts = FactsTree.supermicro().facts();
        byte[] old = {'_', 'S', 'M', '_', 0, 31, 2, 5};
        assertEquals("33221100-5544-7766-8899-aabbccddeeff",
                Smbios.parse(facts.view("dmi/table"), old).system().uuid().orElseThrow().toString());
        assertEquals("00112233-4455-6677-8899-aabbccddeeff",
                Smbios.parse(facts.view("dmi/table"), new byte[0]).system().uuid().orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"To be filled by O.E.M.", " Default string ", "Not Specified", "N/A", "None", "0", "00000000",
        "System Serial Number", "...............", "", "xxxxxxx", "0123456789", "FFFFFFFF", "\u0000\u0001"})
    void fillersMeanNothing(String filler) {
        assertEquals("", Smbios.meaningful(filler));
    }

    @Test
    void aTableCutAnywhereStillReads() {
        byte[] table = FactsTree.supermicro().facts().view("dmi/table");
        for (int cut = 0; cut <= table.length; cut++) {
            Smbios.parse(Arrays.copyOf(table, cut), new byte[0]).system();
        }
    }

    @Test
    void aNamespaceIsNamedAsLinuxNamesIt() {
        FactsTree tree = FactsTree.sixteen();
        byte[] descriptors = new byte[4096];
        System.arraycopy(HexFormat.of().parseHex("0210" + "0000" + "00112233445566778899aabbccddeeff"), 0, descriptors, 0, 20);
        NvmeReader nguid = new NvmeReader(tree.bytes("disk/nvme0n1/ns-descs", descriptors.clone()).facts(), "disk/nvme0n1");
        assertEquals("eui.00112233445566778899aabbccddeeff", nguid.wwid(1));
        System.arraycopy(HexFormat.of().parseHex("0310" + "0000" + "00112233445566778899aabbccddeeff"), 0, descriptors, 20, 20);
        NvmeReader uuid = new NvmeReader(tree.bytes("disk/nvme0n1/ns-descs", descriptors).facts(), "disk/nvme0n1");
        assertEquals("uuid.00112233-4455-6677-8899-aabbccddeeff", uuid.wwid(1));
        NvmeReader neither = new NvmeReader(FactsTree.duplicates().facts(), "disk/nvme0n1");
        assertEquals("nvme.144d-30303030303030303030303030303031-4e6f4e616d6520535344-00000001", neither.wwid(1));
    }

    @Test
    void theFormatInUseMayHaveANumberAboveFifteen() {
        byte[] namespace = new byte[4096];
        namespace[25] = 17;
        namespace[26] = 0x21;
        for (int i = 0; i < 18; i++) {
            namespace[128 + 4 * i + 2] = 9;
        }
        namespace[128 + 4 * 17 + 2] = 12;
        namespace[128 + 4 * 17] = 8;
        namespace[128 + 4 * 17 + 3] = 2;
        List<LbaFormat> formats = new NvmeReader(FactsTree.dell().bytes("disk/nvme0n1/id-ns", namespace).facts(),
                "disk/nvme0n1").formats();
        assertEquals(new LbaFormat(4096, 8, 2, true), formats.get(17));
        assertEquals(1, formats.stream().filter(LbaFormat::inUse).count());
    }

    @Test
    void countersBeyondALongAreTheLargestLong() {
        byte[] log = new byte[512];
        Arrays.fill(log, 128, 144, (byte) 0xFF);
        log[168] = 1;
        var health = new NvmeReader(FactsTree.dell().bytes("disk/nvme0n1/smart", log).facts(), "disk/nvme0n1").health();
        assertEquals(Long.MAX_VALUE, health.orElseThrow().powerOnHours());
        assertEquals(Long.MAX_VALUE, health.orElseThrow().mediaErrors());
    }

    @Test
    void aNeighbourIsReadFromItsFrame() {
        String vlan = "fe06" + "0080c2" + "01" + "0064";
        byte[] frame = frame(CHASSIS + PORT + "0602" + "0078" + "0804" + hex("to-7") + "0a03" + hex("sw1") + vlan + "0000");
        assertEquals(Optional.of(new Lldp("00:11:22:33:44:55", "Ethernet", "sw1", "to-7", 100)), LldpReader.read(frame));
        byte[] address = frame("0206" + "0501" + "c0000201" + PORT);
        assertEquals("192.0.2.1", LldpReader.read(address).orElseThrow().chassis());
    }

    @Test
    void aFrameThatNamesNobodyIsPassedOver() {
        assertEquals(Optional.empty(), LldpReader.read(frame(CHASSIS)));
        assertEquals(Optional.empty(), LldpReader.read(new byte[] {0, 100, 1}));
        byte[] first = frame(CHASSIS);
        byte[] second = frame(CHASSIS + PORT);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertTrue(LldpReader.read(both).isPresent());
    }

    private static byte[] frame(String body) {
        String frame = "0180c200000e" + "001122334455" + "88cc" + body;
        return HexFormat.of().parseHex(String.format("%04x", frame.length() / 2) + frame);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
