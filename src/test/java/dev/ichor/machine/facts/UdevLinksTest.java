package dev.ichor.machine.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links as systemd's rules make them. */
class UdevLinksTest {
    @Test
    void nvmeNamesKeepTheirPaddingAsUnderscores() {
        assertEquals(List.of("nvme-eui.0025385b01401234", "nvme-Model_A____S12_1", "nvme-Model_A____S12",
                "nvme-Model_A__S12"), UdevLinks.nvme("eui.0025385b01401234", "Model A", "   S12", "1"));
    }

    @Test
    void unsafeCharactersAreReplaced() {
        assertEquals(List.of("nvme-KINGSTON_X_1_S_2_1", "nvme-KINGSTON_X_1_S_2"),
                UdevLinks.nvme("", "KINGSTON(X)1", "S*2", "1"));
        assertEquals(List.of("nvme-a_b_c_1", "nvme-a_b_c"), UdevLinks.nvme("", "a/b", "c", "1"));
        assertEquals(List.of("nvme-eui.1"), UdevLinks.nvme("eui.1", "Model", "", "1"));
    }

    @Test
    void virtioTakesTheSerial() {
        assertEquals(List.of("virtio-disk_1"), UdevLinks.virtio("disk 1"));
        assertEquals(List.of(), UdevLinks.virtio(""));
    }

    @Test
    void sasPrefersTheNameOfTheUnitOverThatOfThePort() {
        String unit = designator(1, 3, "5000c500a1b2c3d7");
        String port = "61930008" + "5000c500a1b2c3d5";
        ScsiIds ids = ids("", page(0x83, port + unit));
        assertEquals(List.of("wwn-0x5000c500a1b2c3d7", "scsi-35000c500a1b2c3d7"),
                UdevLinks.scsi(ids, "SEAGATE", "ST16000NM004J"));
    }

    @Test
    void raidVolumesHaveAnExtendedName() {
        ScsiIds ids = ids("", page(0x83, designator(1, 3, "600508b1001c0123456789abcdef0123")));
        assertEquals(List.of("wwn-0x600508b1001c0123456789abcdef0123", "scsi-3600508b1001c0123456789abcdef0123"),
                UdevLinks.scsi(ids, "HPE", "LOGICAL VOLUME"));
    }

    @Test
    void withoutDesignatorTheSerialNumberServes() {
        ScsiIds ids = ids(page(0x80, hex("  SN 1 ")), "");
        assertEquals(List.of("scsi-SQEMU_QEMU_HARDDISK_SN_1"), UdevLinks.scsi(ids, "QEMU", "QEMU HARDDISK"));
    }

    @Test
    void ofAnAtaDiskTheFullModelComesFromItsDesignator() {
        String model = String.format("%-40s%20s", "WDC WD40EFRX-68N32N0", "WD-WCC7K0000001");
        String page = page(0x83, designator(2, 1, hex("ATA     " + model)) + designator(1, 3, "50014ee2b1234567"));
        assertEquals(List.of("wwn-0x50014ee2b1234567", "ata-WDC_WD40EFRX-68N32N0_WD-WCC7K0000001"),
                UdevLinks.ata(ids("", page)));
    }

    @Test
    void theKernelsIdentifierServesWhereNoPageWasRead() {
        ScsiIds ids = ScsiIds.parse("", "t10.ATA     QEMU HARDDISK                           SATA-1", "");
        assertEquals(List.of("ata-QEMU_HARDDISK_SATA-1"), UdevLinks.ata(ids));
        ScsiIds told = ScsiIds.parse("", "naa.1", "{\"model_name\": \"QEMU HARDDISK\",\n \"serial_number\": \"S1\"}");
        assertEquals(List.of("ata-QEMU_HARDDISK_S1"), UdevLinks.ata(told));
    }

    private static ScsiIds ids(String page80, String page83) {
        return ScsiIds.parse((page80.isEmpty() ? "" : "80 " + page80 + "\n") + (page83.isEmpty() ? "" : "83 " + page83 + "\n"),
                "", "");
    }

    private static String page(int code, String body) {
        return String.format("00%02x%04x%s", code, body.length() / 2, body);
    }

    private static String designator(int codeSet, int type, String digits) {
        return String.format("%02x%02x00%02x%s", codeSet, type, digits.length() / 2, digits);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
