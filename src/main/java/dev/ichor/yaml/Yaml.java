package dev.ichor.yaml;

import dev.ichor.base.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML text into trees. Bounds: {@value #MAX_BYTES} bytes a file, {@value #MAX_NODES} values after aliases are
 * followed, {@value #MAX_DEPTH} levels, {@value #MAX_ALIASES} aliases of collections. Tags, merge keys and keys that
 * are not single values are refused: the files need none of them.
 */
public final class Yaml {
    public static final int MAX_BYTES = 1 << 20;
    static final int MAX_NODES = 100_000;
    static final int MAX_DEPTH = 40;
    static final int MAX_ALIASES = 50;

    private Yaml() {
    }

    /** Types no scalar: the reader of the file knows what each one is. Also spares the slow patterns of YAML 1.1. */
    private static final class NoImplicitTypes extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // none on purpose
        }
    }

    /**
     * Reads a file with exactly one document. Whatever is wrong goes to {@code problems}.
     *
     * @param shown the name for messages
     * @return empty if the file can't be read or is not well-formed; a tree may come with problems (double keys)
     */
    public static Optional<YamlNode> read(Path file, String shown, Problems problems) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in.readNBytes(MAX_BYTES + 1), shown, problems);
        } catch (NoSuchFileException e) {
            problems.add(shown, "no such file", "Create it, or correct the path " + file);
        } catch (IOException e) {
            problems.add(shown, "can't be read (" + e.getMessage() + ")", "Check the owner and mode of " + file);
        }
        return Optional.empty();
    }

    /** Like {@link #read(Path, String, Problems)} for bytes in memory. */
    public static Optional<YamlNode> read(byte[] bytes, String shown, Problems problems) {
        List<YamlNode> documents = readAll(bytes, shown, problems);
        if (documents.size() > 1) {
            problems.add(documents.get(1).mark().toString(), "a second document starts here",
                    "Keep one document in this file: remove the '---' line");
        }
        return documents.stream().findFirst();
    }

    /** All documents of a file; empty documents count as a scalar without text. On bad syntax: none. */
    public static List<YamlNode> readAll(byte[] bytes, String shown, Problems problems) {
        if (bytes.length > MAX_BYTES) {
            problems.add(shown, "larger than " + MAX_BYTES + " bytes", "Split it into several files");
            return List.of();
        }
        try {
            return compose(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), shown,
                    problems);
        } catch (CharacterCodingException e) {
            problems.add(shown, "not UTF-8 text", "Save it as UTF-8");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(shown + ":" + line, "not YAML: " + reason(e.getProblem()), "Check indentation and quotes"
                    + " there");
        } catch (ReaderException e) {
            problems.add(shown, "holds a character that YAML forbids (code point " + e.getCodePoint() + " at offset "
                    + e.getPosition() + ")", "Remove it or write it as an escape in double quotes");
        } catch (YAMLException e) {
            problems.add(shown, "not YAML: " + reason(e.getMessage()), "Simplify the file");
        } catch (TooMuch e) {
            problems.add(shown, e.getMessage(), "Simplify the file");
        }
        return List.of();
    }

    private static String reason(String message) {
        String line = message == null ? "can't be parsed" : message.lines().findFirst().orElse("can't be parsed");
        return line.length() > 200 ? line.substring(0, 200) + " ..." : line;
    }

    private static List<YamlNode> compose(String text, String shown, Problems problems) throws TooMuch {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        options.setProcessComments(false);
        Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new NoImplicitTypes(),
                options);
        TreeMaker maker = new TreeMaker(problems);
        List<YamlNode> documents = new ArrayList<>();
        for (Optional<Node> node = next(composer); node.isPresent(); node = next(composer)) {
            documents.add(maker.document(node.get(), shown));
        }
        return documents;
    }

    /** SnakeYAML lets other exceptions than its own escape, e.g. for an escape sequence cut off by the file's end. */
    private static Optional<Node> next(Composer composer) {
        try {
            return composer.checkNode() ? Optional.of(composer.getNode()) : Optional.empty();
        } catch (YAMLException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new YAMLException("an escape sequence or a tag is cut off", e);
        }
    }
}
