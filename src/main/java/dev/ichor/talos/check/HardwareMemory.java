package dev.ichor.talos.check;

import dev.ichor.inventory.Size;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.node.IoCores;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A storage node keeps the huge pages that the io-engine needs, and the machine has memory for all of them. */
final class HardwareMemory {
    private static final String SYSCTL = "vm.nr_hugepages";
    private static final int LEAST = 1024;
    private static final long PAGE = 2L << 20;

    private HardwareMemory() {
    }

    static void check(NodeInput input, Configuration configuration, List<Finding> findings) {
        Optional<String> legacy = configuration.find(Document.V1ALPHA1)
                .flatMap(document -> document.at("machine", "sysctls", SYSCTL)).map(Object::toString);
        Optional<String> own = configuration.find("SysctlConfig").flatMap(document -> document.at("params", SYSCTL))
                .map(Object::toString);
        String where = own.isPresent() ? "SysctlConfig#/params/" + SYSCTL : "v1alpha1#/machine/sysctls/" + SYSCTL;
        String said = Stream.concat(own.stream(), legacy.stream()).findFirst().orElse("0");
        long pages = said.matches("[0-9]{1,9}") ? Long.parseLong(said) : -1;
        if (pages < 0) {
            findings.add(Finding.error(where, "'" + said + "' is no number of huge pages", "Write a number"));
        } else if (pages < LEAST && IoCores.isStorage(input)) {
            findings.add(Finding.error(where, pages + " huge pages are too few for a node with pools: the io-engine"
                    + " exits where fewer than " + LEAST + " are free", "Ask for " + LEAST + " or more"));
        } else if (pages * PAGE >= input.fingerprint().memory().bytes()) {
            findings.add(Finding.error(where, pages + " huge pages are " + Size.memory(pages * PAGE)
                    + ", and the machine has " + Size.memory(input.fingerprint().memory().bytes()) + " of memory",
                    "Ask for fewer"));
        }
    }
}
