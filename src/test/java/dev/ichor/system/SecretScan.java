package dev.ichor.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for the secrets of a cluster in texts and files, in every form in which a file carries them. */
final class SecretScan {
    /** Pieces of this length: so a secret that is broken into lines, or cut, is found too. */
    private static final int PIECE = 40;
    private static final Pattern PLAIN = Pattern.compile(
            "(?m)^\\s*(?:secret|bootstraptoken|secretboxencryptionsecret|token):\\s*(\\S+)\\s*$");
    private static final Pattern KEY = Pattern.compile("(?m)^\\s*key:\\s*(\\S+)\\s*$");

    private final Set<String> pieces = new LinkedHashSet<>();

    /** @param file a {@code secrets.yaml} */
    SecretScan(String file) {
        Matcher plain = PLAIN.matcher(file);
        while (plain.find()) {
            pieces.add(plain.group(1));
        }
        Matcher key = KEY.matcher(file);
        while (key.find()) {
            String pem = new String(Base64.getDecoder().decode(key.group(1)), StandardCharsets.US_ASCII);
            add(pem.lines().filter(line -> !line.startsWith("-----")).toList());
            // The first line is the same in all keys of a kind.
            add(Stream.iterate(80, at -> at + PIECE < key.group(1).length(), at -> at + PIECE)
                    .map(at -> key.group(1).substring(at, at + PIECE)).toList());
        }
        if (pieces.size() < 100) {
            throw new AssertionError("too few secrets to look for: " + pieces.size());
        }
    }

    private void add(List<String> lines) {
        lines.stream().filter(line -> line.length() >= PIECE).map(line -> line.substring(line.length() - PIECE))
                .forEach(pieces::add);
    }

    /** Names the place and the kind of what was found in a text; never the secret. */
    List<String> in(String where, String text) {
        List<String> found = new ArrayList<>();
        pieces.stream().filter(text::contains).findFirst().ifPresent(piece -> found.add(where + " holds a secret of "
                + piece.length() + " characters at " + text.indexOf(piece)));
        return found;
    }

    /** All files below a folder, whatever they are, but those whose path contains one of these. */
    List<String> below(Path folder, List<String> but) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (but.stream().noneMatch(file.toString()::contains)) {
                    found.addAll(in(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1)));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
