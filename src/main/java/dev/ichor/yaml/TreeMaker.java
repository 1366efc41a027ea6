package dev.ichor.yaml;

import dev.ichor.base.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Copies SnakeYAML's node graph, in which aliases share nodes and may form a ring, into a bounded tree. */
final class TreeMaker {
    private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.SEQ, Tag.MAP);
    private static final int LONGEST_KEY = 256;

    private final Problems problems;
    private int made;

    TreeMaker(Problems problems) {
        this.problems = problems;
    }

    YamlNode document(Node root, String shown) throws TooMuch {
        return tree(root, new Mark(shown, line(root), ""), 0);
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private YamlNode tree(Node node, Mark mark, int depth) throws TooMuch {
        if (depth > Yaml.MAX_DEPTH) {
            throw new TooMuch("nested deeper than " + Yaml.MAX_DEPTH + " levels, or an alias contains itself");
        }
        if (++made > Yaml.MAX_NODES) {
            throw new TooMuch("more than " + Yaml.MAX_NODES + " values, aliases counted each time they are used");
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            problems.add(mark.toString(), "tags ('!...') are not read here", "Remove the tag");
        }
        return switch (node) {
            case ScalarNode scalar -> new YamlNode.Scalar(mark, scalar.getValue(), scalar.isPlain());
            case SequenceNode sequence -> items(sequence, mark, depth);
            case MappingNode mapping -> entries(mapping, mark, depth);
            // Node is an open class of the library: a kind we don't know is a bound we don't know
            default -> throw new TooMuch("holds a kind of value that is not read here");
        };
    }

    private YamlNode items(SequenceNode sequence, Mark mark, int depth) throws TooMuch {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(tree(item, mark.item(items.size(), line(item)), depth + 1));
        }
        return new YamlNode.Seq(mark, items);
    }

    private YamlNode entries(MappingNode mapping, Mark mark, int depth) throws TooMuch {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        Map<String, Integer> firstLines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int keyLine = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getValue().length() > LONGEST_KEY) {
                problems.add(mark.file() + ":" + keyLine, "a key must be one short text",
                        "Put the key before the colon on one line");
                continue;
            }
            String name = key.getValue();
            if (key.isPlain() && name.equals("<<")) {
                problems.add(mark.key(name, keyLine).toString(), "merge keys are not read here",
                        "Write the merged keys out");
                continue;
            }
            Integer first = firstLines.putIfAbsent(name, keyLine);
            if (first != null) {
                problems.add(mark.key(name, keyLine).toString(), "this key is there twice (first in line " + first
                        + ")",
                        "Remove one of them");
                continue;
            }
            entries.put(name, tree(tuple.getValueNode(), mark.key(name, keyLine), depth + 1));
        }
        return new YamlNode.Map(mark, entries);
    }
}
