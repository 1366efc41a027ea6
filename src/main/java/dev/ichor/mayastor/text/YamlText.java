package dev.ichor.mayastor.text;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.serializer.Serializer;

/**
 * YAML of maps, collections, strings, integers and booleans. Strings are double-quoted, or literal blocks if they have
 * lines, so that no reader takes one for a number; keys are plain where that is safe.
 */
public final class YamlText {
    private static final int WIDTH = 4_096;

    private YamlText() {
    }

    /** One document; ends with a newline. @throws IllegalArgumentException for a value of another type */
    public static String of(Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndent(2);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        StringWriter out = new StringWriter();
        try {
            Serializer serializer = new Serializer(new Emitter(out, options), new Resolver(), options, null);
            serializer.open();
            serializer.serialize(node(value));
            serializer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** Several documents, parted by {@code ---}. */
    public static String documents(List<?> values) {
        return String.join("---\n", values.stream().map(YamlText::of).toList());
    }

    private static Node node(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                List<NodeTuple> tuples = new ArrayList<>();
                map.forEach((key, held) -> tuples.add(new NodeTuple(key(key.toString()), node(held))));
                yield new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
            }
            case Collection<?> items -> new SequenceNode(Tag.SEQ, new ArrayList<>(items.stream().map(YamlText::node)
                    .toList()), items.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
            case Boolean flag -> scalar(Tag.BOOL, flag.toString(), ScalarStyle.PLAIN);
            case Integer number -> scalar(Tag.INT, number.toString(), ScalarStyle.PLAIN);
            case Long number -> scalar(Tag.INT, number.toString(), ScalarStyle.PLAIN);
            case String text -> scalar(Tag.STR, text, isBlock(text) ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED);
            default -> throw new IllegalArgumentException("no YAML for " + value.getClass().getName());
        };
    }

    private static boolean isBlock(String text) {
        return text.contains("\n") && text.codePoints().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F)
                && !text.startsWith(" ") && !text.startsWith("\n") && !text.contains(" \n");
    }

    private static Node key(String text) {
        boolean plain = text.matches("[A-Za-z][A-Za-z0-9_./-]*")
                && !text.matches("(?i)y|n|yes|no|on|off|true|false|null");
        return scalar(Tag.STR, text, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    private static Node scalar(Tag tag, String text, ScalarStyle style) {
        return new ScalarNode(tag, text, null, null, style);
    }
}
