package dev.ichor.dhcp.pxe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PxeClientTest {
    private static PxeClient.Boots boots(DhcpMessage message) {
        return (PxeClient.Boots) PxeClient.read(message);
    }

    /** D12: every value seen in the field. */
    @ParameterizedTest
    @CsvSource({"0,BIOS,BIOS_PXE", "6,UEFI_IA32,UEFI_PXE", "7,UEFI_X64,UEFI_PXE", "9,UEFI_X64_AS_EBC,UEFI_PXE",
        "10,UEFI_ARM32,UEFI_PXE", "11,UEFI_ARM64,UEFI_PXE", "15,UEFI_IA32_HTTP,UEFI_HTTP",
        "16,UEFI_X64_HTTP,UEFI_HTTP", "17,UEFI_EBC_HTTP,UEFI_HTTP", "18,UEFI_ARM32_HTTP,UEFI_HTTP",
        "19,UEFI_ARM64_HTTP,UEFI_HTTP", "20,BIOS_HTTP,UEFI_HTTP", "21,UBOOT_ARM32,UBOOT", "22,UBOOT_ARM64,UBOOT",
        "23,UBOOT_ARM32_HTTP,UBOOT", "24,UBOOT_ARM64_HTTP,UBOOT", "25,UEFI_RISCV32,UEFI_PXE",
        "27,UEFI_RISCV64,UEFI_PXE", "28,UEFI_RISCV64_HTTP,UEFI_HTTP", "41,RASPBERRY_PI,RASPBERRY_PI"})
    void readsEveryArchitecture(int code, ClientArch arch, BootPath path) {
        PxeClient.Boots client = boots(Packets.of(MessageType.DISCOVER, o -> o.u16(Code.CLIENT_ARCH, code)));
        assertEquals(Optional.of(arch), client.arch());
        assertEquals(path, client.path());
    }

    @Test
    void theFirstKnownArchitectureOfTheListWins() {
        PxeClient.Boots client = boots(Packets.of(MessageType.DISCOVER,
                o -> o.bytes(Code.CLIENT_ARCH, Packets.hex("00630007000b"))));
        assertEquals(Optional.of(ClientArch.UEFI_X64), client.arch());
        assertEquals(List.of(99, 7, 11), client.archCodes());
    }

    /** D28: the class alone is enough, without 93, 94 and 55. */
    @ParameterizedTest
    @CsvSource({"PXEClient,BIOS", "PXEClient:Arch:00007:UNDI:003016,UEFI_X64",
        "HTTPClient:Arch:00016:UNDI:003001,UEFI_X64_HTTP"})
    void readsTheArchitectureFromTheVendorClass(String vendorClass, ClientArch arch) {
        assertEquals(Optional.of(arch), boots(Packets.of(MessageType.DISCOVER,
                o -> o.text(Code.VENDOR_CLASS, vendorClass))).arch());
    }

    @Test
    void anOperatingSystemIsNotPxeAndSaysWhy() {
        PxeClient client = PxeClient.read(Packets.of(MessageType.DISCOVER, o -> o.text(Code.VENDOR_CLASS, "udhcp 1.35")));
        assertEquals(new PxeClient.NotPxe(List.of("no option 93 (architecture)",
                "option 60 begins with neither PXEClient nor HTTPClient")), client);
    }

    /** D18: raw and length-prefixed user classes. */
    @ParameterizedTest
    @CsvSource({"6963686f72,IPXE_OWN", "056963686f72,IPXE_OWN", "69505845,IPXE_FOREIGN", "0469505845,IPXE_FOREIGN",
        "0469505845056963686f72,IPXE_OWN", "00,BIOS_PXE", "ff41,BIOS_PXE"})
    void readsBothFormsOfTheUserClass(String hex, BootPath path) {
        assertEquals(path, boots(Packets.of(MessageType.DISCOVER,
                o -> o.u16(Code.CLIENT_ARCH, 0).bytes(Code.USER_CLASS, Packets.hex(hex)))).path());
    }

    @Test
    void theFeaturesOfIpxeComeFromOption175() {
        PxeClient.Boots http = boots(Packets.ipxeDiscover(0, "iPXE", Packets.IPXE_HTTP));
        assertTrue(http.ipxe().orElseThrow().http());
        assertTrue(http.ipxe().orElseThrow().kernels());
        PxeClient.Boots bare = boots(Packets.ipxeDiscover(0, "iPXE", Packets.IPXE_BARE));
        assertFalse(bare.ipxe().orElseThrow().http());
        assertFalse(boots(Packets.ipxeDiscover(0, "iPXE", Packets.hex("13ff"))).ipxe().orElseThrow().http());
    }

    /** D13: 17 bytes with a leading zero, first three fields swapped; anything else is no identity. */
    @Test
    void readsTheUuidAsSmbiosMeansIt() throws Malformed {
        assertEquals("11223344-5566-7788-9900-aabbccddeeff", boots(Packets.pxeDiscover(7)).uuid().orElseThrow().toString());
        for (String odd : List.of("", "00112233", "0144332211665588779900aabbccddeeff")) {
            assertEquals(Optional.empty(), boots(Packets.of(MessageType.DISCOVER, o -> o.u16(Code.CLIENT_ARCH, 7)
                    .bytes(Code.CLIENT_UUID, Packets.hex(odd)))).uuid());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b8:27:eb:01:02:03", "dc:a6:32:01:02:03", "e4:5f:01:01:02:03"})
    void aRaspberryPiIsKnownByItsVendorPrefix(String mac) throws Malformed {
        DhcpMessage message = Packets.of(Hardware.of(Mac.parse(mac)), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY,
                o -> o.text(Code.VENDOR_CLASS, "PXEClient:Arch:00000:UNDI:002001").u16(Code.CLIENT_ARCH, 0));
        assertEquals(BootPath.RASPBERRY_PI, boots(message).path());
    }

    /** D14. */
    @Test
    void echoesTheBootItemAndSeesACredentialRequest() {
        byte[] item = PxeVendor.bootItem(Packets.hex("060108" + "470480000000" + "ff")).orElseThrow();
        assertArrayEquals(Packets.hex("80000000"), item);
        assertArrayEquals(Packets.hex("470480000000ff"), PxeVendor.echo(item));
        assertFalse(PxeVendor.asksCredentials(item));
        assertTrue(PxeVendor.asksCredentials(Packets.hex("00018000")));
        assertEquals(Optional.empty(), PxeVendor.bootItem(Packets.hex("4703800000")));
        assertArrayEquals(Packets.hex("060108ff"), PxeVendor.bootFromThisOffer());
    }
}
