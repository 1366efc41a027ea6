package dev.ichor.provisioner;

import dev.ichor.machine.Sighting;
import dev.ichor.provision.NextStep;

/** What a machine in its boot loader is answered: the script, and for the record the question and the decision. */
public record Script(String text, Sighting sighting, NextStep step) {
}
