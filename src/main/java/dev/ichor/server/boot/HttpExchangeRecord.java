package dev.ichor.server.boot;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.machine.BootId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One request to the boot plane, when it is over.
 *
 * @param at        when it began
 * @param client    who asked
 * @param method    HTTP method
 * @param path      without the query; a ticket in it is masked
 * @param userAgent as told, at most 80 characters: firmware says {@code UefiHttpBoot/1.0}, iPXE {@code iPXE/…}
 * @param status    answered
 * @param bytes     of the body that were sent
 * @param size      of the body that was promised; more than {@code bytes} if it was broken off; 0 if none was
 * @param duration  from the request's head to the last byte
 * @param aborted   whether the client went away before it had everything
 * @param boot      the boot it belongs to, if it said so
 * @param mac       the machine's MAC, if it said so
 * @param note      what was answered, e.g. {@code discover: unknown-machine}; may be empty
 * @param said      what an agent reported: one printable line of at most 200 characters; else empty
 */
public record HttpExchangeRecord(Instant at, Ipv4 client, String method, String path, String userAgent, int status,
                                 long bytes, long size, Duration duration, boolean aborted, Optional<BootId> boot,
                                 Optional<Mac> mac, String note, String said) {
}
