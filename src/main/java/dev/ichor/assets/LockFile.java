package dev.ichor.assets;

import dev.ichor.base.Arch;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import dev.ichor.yaml.Fields;
import dev.ichor.yaml.Mark;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Lock files as text: {@code format: 1} and a list {@code assets} with every field of {@link AssetEntry}. */
public final class LockFile {
    private static final int LONGEST_TEXT = 500;

    private LockFile() {
    }

    /**
     * Reads a lock. Everything wrong goes to {@code problems} with its line.
     *
     * @param shown the name for messages
     * @return the entries that are right; no use should be made of them if there are problems
     */
    public static AssetLock parse(byte[] bytes, String shown, Problems problems) {
        return Yaml.read(bytes, shown, problems).flatMap(root -> Fields.of(root, problems))
                .map(fields -> lock(fields, problems)).orElse(AssetLock.EMPTY);
    }

    private static AssetLock lock(Fields fields, Problems problems) {
        fields.require("format");
        fields.integer("format", 1, 1);
        Map<AssetName, AssetEntry> entries = new HashMap<>();
        Map<AssetName, Mark> first = new HashMap<>();
        for (YamlNode item : fields.list("assets")) {
            Fields.of(item, problems).flatMap(LockFile::entry).ifPresent(entry -> {
                Mark earlier = first.putIfAbsent(entry.name(), item.mark());
                if (earlier != null) {
                    problems.add(item.mark().toString(), "the asset '" + entry.name() + "' is there twice (first in"
                            + " line " + earlier.line() + ")", "Remove one of them");
                }
                entries.put(entry.name(), entry);
            });
        }
        fields.finish();
        return AssetLock.of(entries.values());
    }

    private static Optional<AssetEntry> entry(Fields f) {
        f.require("name", "version", "arch", "size", "sha256", "trust", "licence", "source");
        Optional<AssetName> name = f.parsed("name", AssetName::parse);
        Optional<String> version = f.parsed("version", LockFile::line);
        Optional<Arch> arch = f.parsed("arch", Arch::parse);
        Optional<Long> size = f.integer("size", 1, AssetEntry.LARGEST);
        Optional<Sha256> sha256 = f.parsed("sha256", Sha256::parse);
        Optional<Trust> trust = f.parsed("trust", Trust::parse);
        Optional<String> licence = f.parsed("licence", LockFile::line);
        Optional<String> source = f.parsed("source", LockFile::line);
        f.finish();
        boolean whole = name.isPresent() && version.isPresent() && arch.isPresent() && size.isPresent()
                && sha256.isPresent() && trust.isPresent() && licence.isPresent() && source.isPresent();
        return whole ? Optional.of(new AssetEntry(name.get(), version.get(), arch.get(), size.get(), sha256.get(),
                trust.get(), licence.get(), source.get())) : Optional.empty();
    }

    private static String line(String text) throws Malformed {
        if (text.isBlank() || text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new Malformed("expected one line of text, at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    /** The text of a lock, entries in the order of names; {@link #parse} gives the same lock back. */
    public static byte[] print(AssetLock lock, String heading) {
        StringBuilder out = new StringBuilder("# ").append(heading).append("\nformat: 1\nassets:");
        out.append(lock.byName().isEmpty() ? " []\n" : "\n");
        for (AssetEntry entry : lock.entries()) {
            out.append("  - name: ").append(quoted(entry.name().text()))
                    .append("\n    version: ").append(quoted(entry.version()))
                    .append("\n    arch: ").append(entry.arch().label())
                    .append("\n    size: ").append(entry.size())
                    .append("\n    sha256: ").append(quoted(entry.sha256().hex()))
                    .append("\n    trust: ").append(entry.trust().label())
                    .append("\n    licence: ").append(quoted(entry.licence()))
                    .append("\n    source: ").append(quoted(entry.source())).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c >= 0x7f) {
                out.append(String.format("\\U%08x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
