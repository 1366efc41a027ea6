package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provision.OfferVariant;
import dev.ichor.provision.explain.Explain;
import dev.ichor.provision.explain.Situation;
import dev.ichor.server.admin.api.Account;
import dev.ichor.server.boot.HttpExchangeRecord;
import dev.ichor.server.dhcp.DhcpExchange;
import dev.ichor.tftp.TransferRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code ichor explain} prints of boots, from what the servers tell to the screen. */
class AccountTextTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Mac MAC = new Mac(0x525400000001L);
    private static final Ipv4 OWN = new Ipv4(0x0A4D0001);
    private static final Ipv4 CLIENT = new Ipv4(0x0A4D0064);
    private static final String HASH = "0123456789ab".repeat(5) + "cdef";

    private final List<Exchange> exchanges = new ArrayList<>();

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    private void dhcp(double at, boolean inbound, int port, MessageType type, Optional<BootPath> path, String file) {
        Ipv4 address = inbound && type == MessageType.DISCOVER ? Ipv4.ANY : CLIENT;
        DhcpMessage message = new DhcpMessage(!inbound, Hardware.of(MAC), 0, 0x0BADCAFE, 4, 0,
                inbound ? address : Ipv4.ANY, inbound ? Ipv4.ANY : address, Ipv4.ANY, Ipv4.ANY, "", "",
                Options.builder().u8(Code.MESSAGE_TYPE, type.code())
                        .text(Code.VENDOR_CLASS, "PXEClient:Arch:00007:UNDI:003016").text(Code.BOOT_FILE, file).build());
        Optional<OfferVariant> variant = port == 67 && type == MessageType.OFFER
                && path.equals(Optional.of(BootPath.UEFI_PXE)) ? Optional.of(OfferVariant.BOOT_SERVER) : Optional.empty();
        exchanges.add(DhcpTap.exchange(new DhcpExchange(at(at), inbound, port, "10.77.0.100:68", Optional.of(MAC),
                0x0BADCAFE, Optional.empty(), Optional.of(ClientArch.UEFI_X64), path, Optional.of(type), variant, message,
                "offered", "a reason"), OWN));
    }

    private void tftp(double at, long bytes, dev.ichor.tftp.Outcome outcome) {
        exchanges.add(TftpTap.exchange(new TransferRecord(new InetSocketAddress(CLIENT.inet(), 2000),
                "snponly-x86_64.efi", 1468, 4, 300_000, bytes, 0, Duration.ofMillis(230), outcome),
                at(at)).with(Keys.of(MAC)));
    }

    private void http(double at, String method, String path, long bytes, String note, String said) {
        exchanges.add(HttpTap.exchange(new HttpExchangeRecord(at(at), CLIENT, method, path, "iPXE/1.21.1", 200, bytes,
                bytes, Duration.ofMillis(40), false, Optional.of(BootId.of(1)), Optional.of(MAC), note, said)));
    }

    private void healthy() {
        Optional<BootPath> firmware = Optional.of(BootPath.UEFI_PXE);
        Optional<BootPath> ipxe = Optional.of(BootPath.IPXE_OWN);
        dhcp(0, true, 67, MessageType.DISCOVER, firmware, "");
        dhcp(0.2, false, 67, MessageType.OFFER, firmware, "snponly-x86_64.efi");
        dhcp(1.1, true, 67, MessageType.REQUEST, firmware, "");
        dhcp(1.1, false, 67, MessageType.ACK, firmware, "");
        dhcp(1.2, true, 4011, MessageType.REQUEST, firmware, "");
        dhcp(1.2, false, 4011, MessageType.ACK, firmware, "snponly-x86_64.efi");
        tftp(1.4, 0, new dev.ichor.tftp.Outcome.SizeProbe());
        tftp(1.9, 300_000, new dev.ichor.tftp.Outcome.Done());
        dhcp(4, true, 67, MessageType.DISCOVER, ipxe, "");
        dhcp(4.2, false, 67, MessageType.OFFER, ipxe, "http://10.77.0.1:8080/boot/init.ipxe?mac=52-54-00-00-00-01");
        dhcp(5, true, 67, MessageType.REQUEST, ipxe, "");
        dhcp(5, false, 67, MessageType.ACK, ipxe, "http://10.77.0.1:8080/boot/init.ipxe?mac=52-54-00-00-00-01");
        http(5.2, "GET", "/boot/init.ipxe", 300, "", "");
        http(5.4, "GET", "/boot/next.ipxe", 900, "discover: unknown-machine", "");
        http(5.6, "GET", "/assets/discovery-x86_64.vmlinuz", 12_400_000, "", "");
        http(6.8, "GET", "/assets/discovery-x86_64.initrd", 61_000_000, "", "");
        dhcp(15, true, 67, MessageType.DISCOVER, Optional.empty(), "");
        dhcp(15.2, false, 67, MessageType.OFFER, Optional.empty(), "");
        dhcp(15.3, true, 67, MessageType.REQUEST, Optional.empty(), "");
        dhcp(15.3, false, 67, MessageType.ACK, Optional.empty(), "");
        http(20, "POST", "/agent/report", 3, "", "reading disks 1/2");
        http(22, "POST", "/agent/report", 3, "", "read disks 2/2");
        http(48, "POST", "/agent/fingerprint", 70, "fingerprint " + HASH, "");
        for (int n = 0; n < 9; n++) {
            http(49 + 50 * n, "GET", "/agent/order", 40, "wait: no-node", "");
        }
    }

    private Account account(double now) {
        return Account.of("m-abcdefgh", Explain.of(exchanges, new Situation(at(now), false, "discovered",
                false, "no node is assigned to it", List.of())), 0);
    }

    @Test
    void aHealthyBootIsOneScreen() {
        healthy();
        String text = AccountText.of(account(500));
        assertEquals("""
                Machine m-abcdefgh

                WELL      All is well: the machine was fingerprinted and waits for an order (no node is assigned to
                          it).
                          seen in line 23, 32 (waiting-for-order)

                Boot 1 from 2026-03-01 08:00:00 UTC
                      #  TIME        MEANING                                                 PACKET
                      1  08:00:00.0  the firmware asks for an address and a boot file        DHCP DISCOVER
                      2  08:00:00.2  is offered 10.77.0.100 and the file snponly-x86_64.efi  DHCP OFFER, by 4011
                      3  08:00:01.1  takes 10.77.0.100                                       DHCP REQUEST
                      4  08:00:01.1  may use 10.77.0.100                                     DHCP ACK
                      5  08:00:01.2  follows the offer: asks the boot server for its file    DHCP REQUEST, 4011
                      6  08:00:01.2  is told to load the bootloader snponly-x86_64.efi       DHCP ACK, 4011
                      7  08:00:01.4  normal: asks for the size of snponly-x86_64.efi first   TFTP, 300 kB
                      8  08:00:01.9  loads the bootloader snponly-x86_64.efi                 TFTP, 300 kB, 0.2 s
                      9  08:00:04.0  iPXE runs, asks for an address and a script             DHCP DISCOVER
                     10  08:00:04.2  is offered 10.77.0.100 and the script init.ipxe         DHCP OFFER
                     11  08:00:05.0  takes 10.77.0.100                                       DHCP REQUEST
                     12  08:00:05.0  may use 10.77.0.100, and gets the script init.ipxe      DHCP ACK
                     13  08:00:05.2  iPXE runs, speaks HTTP and fetches its first script     GET 200, 300 B
                     14  08:00:05.4  is told to load the discovery system                    GET 200, 900 B
                     15  08:00:05.6  loads the kernel discovery-x86_64.vmlinuz               GET 200, 12.4 MB
                     16  08:00:06.8  loads the initramfs discovery-x86_64.initrd             GET 200, 61 MB
                     17  08:00:15.0  a running system asks for an address                    DHCP DISCOVER
                     18  08:00:15.2  is offered 10.77.0.100                                  DHCP OFFER
                     19  08:00:15.3  takes 10.77.0.100                                       DHCP REQUEST
                     20  08:00:15.3  may use 10.77.0.100                                     DHCP ACK
                     21  08:00:20.0  the agent says: reading disks 1/2                       POST 200
                     22  08:00:22.0  the agent says: read disks 2/2                          POST 200
                     23  08:00:48.0  sends what it is made of; it stands in the inventory    POST 200, 0123456789ab
                  24-32  08:07:29.0  waits for an order; 9 times since 08:00:49.0            GET 200
                """, text);
        assertTrue(text.lines().count() <= 32 && text.lines().allMatch(line -> line.length() <= 100), text);
    }

    /** Rows that the recorder folded look on the screen as if every one of them were there. */
    @Test
    void whatTheRecorderFoldedReadsTheSame() {
        healthy();
        String whole = AccountText.of(account(500));
        List<Exchange> polls = exchanges.subList(23, 32);
        Exchange folded = polls.stream().reduce((before, next) -> next.folding(before)).orElseThrow();
        polls.clear();
        exchanges.add(folded);
        String brief = AccountText.of(account(500));
        assertTrue(whole.contains("24-32  ") && brief.contains(" 24  "), brief);
        assertEquals(words(whole), words(brief.replace("line 23, 24", "line 23, 32").replaceAll("\\b24  ", "24-32  ")));
    }

    private static String words(String text) {
        return text.replaceAll("(?m)^ +", "").replaceAll(" +", " ");
    }

    @Test
    void programsStillGetEverything() {
        healthy();
        String json = Json.write(account(500));
        assertEquals(32, json.split("\"number\":").length - 1);
        for (String part : List.of(HASH, "0badcafe", "PXEClient:Arch:00007:UNDI:003016", "iPXE/1.21.1")) {
            assertTrue(json.contains(part), part);
        }
    }

    /** Whatever happened, nobody has to read the packet to know what it was. */
    @Test
    void everyKindHasAMeaningWhateverItsOutcome() throws Malformed {
        for (Kind kind : Kind.values()) {
            for (Outcome outcome : Outcome.values()) {
                exchanges.clear();
                exchanges.add(new Exchange(START, Keys.of(MAC), kind, outcome, "raw", Map.of("why", "word ".repeat(30),
                        "said", "x".repeat(190))));
                Account account = account(1);
                assertTrue(account.timeline().getFirst().note().length() > 5, kind + " " + outcome);
                String text = AccountText.of(account);
                assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
                assertFalse(text.substring(text.indexOf("Boot 1")).contains("raw"), text);
            }
        }
    }

    @Test
    void longWordsAndLinesAreBroken() {
        assertEquals(List.of("ab cd", "efghi", "jklmn", "o"), AccountText.wrapped("ab cd efghijklmno", 5));
        assertEquals(List.of(""), AccountText.wrapped("", 5));
        assertEquals(List.of("abcde"), AccountText.wrapped("abcde", 5));
    }
}
