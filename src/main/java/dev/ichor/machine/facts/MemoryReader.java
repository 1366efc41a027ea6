package dev.ichor.machine.facts;

import dev.ichor.machine.hardware.Memory;
import dev.ichor.machine.hardware.Memory.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory in total and by NUMA node, from the kernel's meminfo files. */
final class MemoryReader {
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s{0,64}([0-9]{1,15}) kB");
    private static final int MAXIMUM_NODES = 1024;

    private MemoryReader() {
    }

    static Memory read(RawFacts facts, Notes notes) {
        OptionalLong total = total(facts.text("mem/meminfo"));
        List<Node> nodes = new ArrayList<>();
        for (String name : facts.below("mem")) {
            OptionalInt number = name.startsWith("node") ? Texts.integer(name.substring(4)) : OptionalInt.empty();
            if (number.isPresent() && number.getAsInt() >= 0 && nodes.size() < MAXIMUM_NODES) {
                nodes.add(node(facts.text("mem/" + name), number.getAsInt()));
            }
        }
        if (total.isEmpty()) {
            notes.add("no /proc/meminfo was read: the size of memory is " + (nodes.isEmpty() ? "unknown"
                    : "summed up from the NUMA nodes"));
        }
        long bytes = total.orElse(nodes.stream().mapToLong(Node::bytes).sum());
        return new Memory(bytes, nodes.isEmpty() ? List.of(new Node(0, bytes, List.of())) : nodes);
    }

    private static Node node(String text, int number) {
        List<Integer> cpus = text.lines().filter(line -> line.startsWith("cpulist ")).findFirst()
                .map(line -> Texts.numbers(line.substring("cpulist ".length()))).orElse(List.of());
        return new Node(number, total(text).orElse(0), cpus);
    }

    private static OptionalLong total(String text) {
        Matcher matcher = TOTAL.matcher(text);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024) : OptionalLong.empty();
    }
}
