package dev.ichor.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootFileChoiceTest {
    private static final BootPlaces PLACES = new BootPlaces(Packets.SERVER, 8080);
    private static final Set<BootFile> ALL = EnumSet.allOf(BootFile.class);

    private static BootAnswer answer(DhcpMessage message, Set<BootFile> files) {
        return BootFileChoice.of((PxeClient.Boots) PxeClient.read(message), PLACES, files::contains);
    }

    private static String name(DhcpMessage message, Set<BootFile> files) {
        return assertInstanceOf(BootAnswer.Boot.class, answer(message, files)).bootName();
    }

    @ParameterizedTest
    @CsvSource({"0,undionly.kpxe", "6,ipxe-ia32.efi", "7,snponly-x86_64.efi", "9,snponly-x86_64.efi",
        "11,snponly-arm64.efi", "15,http://10.9.0.1:8080/boot/ipxe-ia32.efi",
        "16,http://10.9.0.1:8080/boot/snponly-x86_64.efi", "17,http://10.9.0.1:8080/boot/snponly-x86_64.efi",
        "19,http://10.9.0.1:8080/boot/snponly-arm64.efi", "22,snponly-arm64.efi"})
    void eachFirmwareGetsItsFile(int arch, String name) {
        assertEquals(name, name(Packets.of(MessageType.DISCOVER, o -> o.u16(Code.CLIENT_ARCH, arch)), ALL));
    }

    /** D10: the class is echoed as HTTPClient. */
    @Test
    void httpBootGetsItsClassBack() {
        BootAnswer.Boot boot = (BootAnswer.Boot) answer(Packets.of(MessageType.DISCOVER, o -> o
                .text(Code.VENDOR_CLASS, "HTTPClient:Arch:00016:UNDI:003001").u16(Code.CLIENT_ARCH, 16)), ALL);
        assertEquals("HTTPClient", boot.vendorClass());
        assertFalse(boot.adaptive(), "HTTP boot never uses 4011");
    }

    @Test
    void anIpxeThatSpeaksHttpGetsTheScriptAndOursToo() {
        String script = "http://10.9.0.1:8080/boot/init.ipxe";
        assertEquals(script, name(Packets.ipxeDiscover(0, "iPXE", Packets.IPXE_HTTP), Set.of()));
        assertEquals(script, name(Packets.ipxeDiscover(7, "iPXE", Packets.IPXE_HTTP), Set.of()));
        assertEquals(script, name(Packets.ipxeDiscover(7, "ichor", Packets.IPXE_BARE), Set.of()));
    }

    /** D17 to D19. */
    @Test
    void anIpxeWithoutHttpGetsABetterOneByFullUrl() {
        assertEquals("tftp://10.9.0.1/ipxe.pxe", name(Packets.ipxeDiscover(0, "iPXE", Packets.IPXE_BARE), ALL));
        assertEquals("tftp://10.9.0.1/undionly.kpxe",
                name(Packets.ipxeDiscover(0, "iPXE", Packets.IPXE_BARE), Set.of(BootFile.BIOS_UNDI)));
        assertEquals("tftp://10.9.0.1/snponly-x86_64.efi", name(Packets.ipxeDiscover(7, "iPXE", Packets.IPXE_BARE), ALL));
    }

    @ParameterizedTest
    @CsvSource({"11,snponly-arm64.efi", "0,undionly.kpxe"})
    void aFileMissingFromTheCatalogueIsNotOffered(int arch, String missing) {
        BootAnswer answer = answer(Packets.pxeDiscover(arch), Set.of());
        assertTrue(assertInstanceOf(BootAnswer.Nothing.class, answer).why().contains(missing), answer.why());
    }

    @ParameterizedTest
    @CsvSource({"10", "20", "21", "25", "27", "41", "12345"})
    void architecturesWithoutBootloaderGetNothing(int arch) {
        assertInstanceOf(BootAnswer.Nothing.class, answer(Packets.pxeDiscover(arch), ALL));
    }

    private static List<OfferVariant> offers(OfferAttempts state, int discovers, int seconds) {
        List<OfferVariant> out = new ArrayList<>();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        OfferAttempts at = state;
        for (int i = 0; i < discovers; i++) {
            at = at.discovered(now.plusMillis(1000L * seconds * i));
            out.add(at.current());
        }
        return out;
    }

    /** D7: after two unanswered rounds the other variant, and round about. */
    @Test
    void firmwareThatFollowsNothingGetsTheOtherVariant() {
        OfferVariant a = OfferVariant.BOOT_SERVER;
        OfferVariant b = OfferVariant.DIRECT;
        assertEquals(List.of(a, a, b, b, a, a, b), offers(OfferAttempts.start(Optional.empty(), a), 7, 4));
        assertEquals(List.of(b, b, b, b, a, a, b), offers(OfferAttempts.start(Optional.of(b), a), 7, 4));
        assertEquals(List.of(a, a, a, a), offers(OfferAttempts.start(Optional.empty(), a), 4, 0), "retransmissions");
        assertEquals(List.of(a, a, a, a), offers(OfferAttempts.start(Optional.empty(), a), 4, 3600), "power cycles");
    }

    @Test
    void whatWorkedStaysAndIgnoredOffersAreTold() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        OfferAttempts tried = OfferAttempts.start(Optional.empty(), OfferVariant.BOOT_SERVER).discovered(now)
                .discovered(now.plusSeconds(4));
        assertTrue(tried.exhausted());
        assertFalse(tried.heard().exhausted());
        OfferAttempts worked = tried.discovered(now.plusSeconds(8)).worked();
        assertEquals(Optional.of(OfferVariant.DIRECT), worked.preferred());
        assertEquals(OfferVariant.DIRECT, worked.discovered(now.plusSeconds(60)).current());
    }
}
