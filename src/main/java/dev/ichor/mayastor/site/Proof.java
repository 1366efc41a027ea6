package dev.ichor.mayastor.site;

import java.time.Instant;

/**
 * Something that was measured on the nodes after they were installed.
 *
 * @param kind    {@code jumbo}, {@code hugepages}, {@code label}, {@code disk}, {@code ready}, {@code kubernetes}
 * @param subject {@code NODE}, {@code NODE to NODE}, or {@code NODE/SERIAL}
 * @param good    whether it is as it should be
 * @param detail  what was measured, for people
 * @param at      when
 */
public record Proof(String kind, String subject, boolean good, String detail, Instant at) {
}
