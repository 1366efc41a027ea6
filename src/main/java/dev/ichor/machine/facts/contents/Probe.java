package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import java.util.function.Consumer;

/** Looks for one signature, or a family of them, in an area and tells each that it sees. */
@FunctionalInterface
interface Probe {
    void look(Area area, Consumer<Contents> found);
}
