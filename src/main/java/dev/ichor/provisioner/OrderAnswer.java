package dev.ichor.provisioner;

import dev.ichor.provision.AgentStep;

/** What an agent is told when it asks for orders. */
public sealed interface OrderAnswer {
    /** Do this. */
    record Do(AgentStep step) implements OrderAnswer {
    }

    /** A newer boot of the same machine took this boot's place. */
    record Over(String why) implements OrderAnswer {
    }
}
