package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The lines of one power-on, with the questions that the rules ask of them. */
record Attempt(List<Line> lines) {
    private static final Set<Kind> PAST_FIRMWARE = EnumSet.of(Kind.TFTP_TRANSFER, Kind.BOOTLOADER, Kind.SCRIPT_INIT,
            Kind.SCRIPT_NEXT, Kind.ASSET, Kind.FINGERPRINT, Kind.REPORT, Kind.ORDER, Kind.WIPE_PLAN,
            Kind.WIPE_RECEIPT);

    Attempt {
        lines = List.copyOf(lines);
    }

    static boolean isPastFirmware(Exchange exchange) {
        return PAST_FIRMWARE.contains(exchange.kind());
    }

    static boolean isIpxe(Exchange exchange) {
        return exchange.detail(Detail.CLIENT).equals(Detail.IPXE);
    }

    static boolean isFirmware(Exchange exchange) {
        String client = exchange.detail(Detail.CLIENT);
        return client.equals(Detail.FIRMWARE) || client.equals(Detail.HTTP_FIRMWARE);
    }

    Stream<Line> all(Predicate<Exchange> test) {
        return lines.stream().filter(line -> test.test(line.exchange()));
    }

    Stream<Line> all(Kind... kinds) {
        Set<Kind> wanted = EnumSet.copyOf(List.of(kinds));
        return all(exchange -> wanted.contains(exchange.kind()));
    }

    boolean has(Kind... kinds) {
        return all(kinds).findAny().isPresent();
    }

    boolean hasDone(Kind... kinds) {
        return all(kinds).anyMatch(line -> line.exchange().outcome() == Outcome.OK);
    }

    Optional<Line> last(Kind... kinds) {
        return all(kinds).reduce((first, second) -> second);
    }

    Stream<Line> discovers(String client) {
        return all(exchange -> exchange.kind() == Kind.DISCOVER && exchange.detail(Detail.CLIENT).equals(client));
    }

    /** Questions of firmware, and of an iPXE in a NIC's ROM, which is firmware too. */
    Stream<Line> firmwareDiscovers() {
        return lines.stream().filter(line -> line.exchange().kind() == Kind.DISCOVER
                && (isFirmware(line.exchange()) || line.rom()));
    }

    /** Questions of a bootloader that the machine loaded. */
    Stream<Line> loaderDiscovers() {
        return lines.stream().filter(line -> line.exchange().kind() == Kind.DISCOVER && isIpxe(line.exchange())
                && !line.rom());
    }

    /** Whether the machine did anything that only a firmware does which accepted a boot offer. */
    boolean followed() {
        return has(Kind.BOOT_SERVER_REQUEST, Kind.TFTP_PROBE, Kind.TFTP_TRANSFER, Kind.BOOTLOADER);
    }

    /** Whether a bootloader went over whole. A HEAD request carries no bytes and loads nothing. */
    boolean loaded() {
        return lines.stream().map(Line::exchange).anyMatch(Attempt::isLoad);
    }

    static boolean isLoad(Exchange exchange) {
        return (exchange.kind() == Kind.TFTP_TRANSFER || exchange.kind() == Kind.BOOTLOADER)
                && exchange.outcome() == Outcome.OK && !exchange.detail(Detail.METHOD).equals("HEAD");
    }

    Instant end() {
        return lines.getLast().exchange().at();
    }

    boolean quietFor(Duration time, Situation situation) {
        return Duration.between(end(), situation.now()).compareTo(time) >= 0;
    }

    static List<Integer> numbers(Stream<Line> lines) {
        return lines.map(Line::number).toList();
    }
}
