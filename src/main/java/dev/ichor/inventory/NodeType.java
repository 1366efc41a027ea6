package dev.ichor.inventory;

import dev.ichor.base.Malformed;
import java.util.Locale;

/** What a node does in its cluster; the words are Talos's. */
public enum NodeType {
    CONTROLPLANE, WORKER;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Malformed if there is no such type */
    public static NodeType parse(String text) throws Malformed {
        for (NodeType type : values()) {
            if (type.label().equals(text)) {
                return type;
            }
        }
        throw new Malformed("unknown node type (known: controlplane, worker)");
    }
}
