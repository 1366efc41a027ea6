package dev.ichor.talos.node;

import dev.ichor.inventory.Size;
import dev.ichor.inventory.roles.HardwareNeeds;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Document;

/**
 * The 2-MiB pages of a storage node. The io-engine exits below 1024 free ones. The kernel spreads what is asked for
 * evenly over the NUMA nodes, so that many per NUMA node are asked for where memory is plenty: then the io-engine finds
 * all it needs beside its cores.
 */
final class Hugepages {
    static final int LEAST = 1024;
    static final String SYSCTL = "vm.nr_hugepages";
    private static final long PAGE = 2L << 20;
    /** The kernel and the firmware keep part of the memory that is fitted. */
    private static final double SEEN = 0.93;
    /** For Talos, Kubernetes and the io-engine's own heap. */
    private static final long REST = (long) (HardwareNeeds.DEFAULT.leastMemory() * SEEN) - LEAST * PAGE;
    /** No more than this part of a NUMA node's memory is taken where nobody asked for it. */
    private static final int PART = 4;

    private Hugepages() {
    }

    static void write(Sheet sheet) {
        String kind = sheet.since(Contract.V1_14) ? "SysctlConfig" : Document.V1ALPHA1;
        String[] path = sheet.since(Contract.V1_14) ? new String[] {"params", SYSCTL}
                : new String[] {"machine", "sysctls", SYSCTL};
        // A cluster's patch may ask for more than the plan.
        String before = sheet.made().find(kind).flatMap(document -> document.at(path)).map(Object::toString).orElse("");
        int pages = Math.max(pages(sheet), before.matches("[0-9]{1,9}") ? Integer.parseInt(before) : 0);
        Memory memory = sheet.input.fingerprint().memory();
        if (pages * PAGE + REST > memory.bytes()) {
            sheet.error(sheet.node("/hugepages"), "the machine has " + Size.memory(memory.bytes()) + " of memory; "
                    + pages + " huge pages take " + Size.memory(pages * PAGE) + ", and Talos, Kubernetes and the"
                    + " io-engine need " + Size.memory(REST) + " beside them",
                    "Add memory, ask for fewer huge pages (at least " + LEAST + "), or claim no pool disk here");
        }
        sheet.put(kind, Integer.toString(pages), path);
    }

    private static int pages(Sheet sheet) {
        int asked = sheet.input.cluster().mayastor().hugepages();
        if (asked > 0 && asked < LEAST) {
            sheet.error(sheet.cluster("/mayastor/hugepages"), asked + " huge pages are too few: the io-engine exits"
                    + " where fewer than " + LEAST + " are free", "Ask for " + LEAST + " or more, or for none");
        }
        if (asked > 0) {
            return Math.max(asked, LEAST);
        }
        Memory memory = sheet.input.fingerprint().memory();
        int nodes = Math.max(1, (int) memory.nodes().stream().filter(node -> node.bytes() > 0).count());
        boolean plenty = memory.nodes().stream().filter(node -> node.bytes() > 0)
                .allMatch(node -> node.bytes() >= LEAST * PAGE * PART * SEEN);
        if (nodes > 1 && !plenty) {
            sheet.warning(sheet.node("/hugepages"), "the kernel spreads the " + LEAST + " huge pages over " + nodes
                    + " NUMA nodes, so the io-engine finds only " + LEAST / nodes + " beside its cores",
                    "Add memory, or ask for more huge pages");
        }
        return nodes > 1 && plenty ? LEAST * nodes : LEAST;
    }
}
