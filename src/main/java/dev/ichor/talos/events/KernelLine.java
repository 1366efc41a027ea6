package dev.ichor.talos.events;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a node's kernel log, which Talos writes its own log into too.
 *
 * @param at    by the node's clock, which may be wrong; empty if it was not told
 * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
 * @param text  one line
 */
public record KernelLine(Optional<Instant> at, String level, String text) {
}
