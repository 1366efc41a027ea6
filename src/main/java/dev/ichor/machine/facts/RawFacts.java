package dev.ichor.machine.facts;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of one facts archive, by path. Immutable. */
public final class RawFacts {
    private static final byte[] NONE = new byte[0];
    /** Names with numbers in them in the order people expect: {@code nvme2n1} before {@code nvme10n1}. */
    static final Comparator<String> NATURAL = RawFacts::compareNatural;

    private final TreeMap<String, Spill.Kept> files;

    private RawFacts(TreeMap<String, Spill.Kept> files) {
        this.files = files;
    }

    /** Copies the given files. */
    public static RawFacts of(Map<String, byte[]> files) {
        Map<String, byte[]> copy = new HashMap<>();
        files.forEach((path, bytes) -> copy.put(path, bytes.clone()));
        return owning(copy);
    }

    /** Takes the given arrays as they are; nobody may change them afterwards. */
    static RawFacts owning(Map<String, byte[]> files) {
        Map<String, Spill.Kept> kept = new HashMap<>();
        files.forEach((path, bytes) -> kept.put(path, () -> bytes));
        return kept(kept);
    }

    /** Files that are kept elsewhere, which must stay readable as long as these facts are used. */
    static RawFacts kept(Map<String, Spill.Kept> files) {
        return new RawFacts(new TreeMap<>(files));
    }

    /** All paths, sorted. */
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /** Whether the file exists, be it empty. */
    public boolean has(String path) {
        return files.containsKey(path);
    }

    /** A copy of a file's bytes; absent if there is no such file. */
    public Optional<byte[]> bytes(String path) {
        return Optional.ofNullable(files.get(path)).map(kept -> kept.bytes().clone());
    }

    /** The file's own array, which must not be changed; empty if there is no such file. */
    byte[] view(String path) {
        Spill.Kept kept = files.get(path);
        return kept == null ? NONE : kept.bytes();
    }

    /** A file as text; bytes that are no UTF-8 are replaced; empty if there is no such file. */
    public String text(String path) {
        return new String(view(path), StandardCharsets.UTF_8);
    }

    /** Names directly below a folder, in natural order. */
    Set<String> below(String folder) {
        String prefix = folder + '/';
        Set<String> names = new TreeSet<>(NATURAL);
        for (String path : files.tailMap(prefix, true).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            int end = path.indexOf('/', prefix.length());
            names.add(path.substring(prefix.length(), end < 0 ? path.length() : end));
        }
        return names;
    }

    private static int compareNatural(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = digits(a, i);
            int endB = digits(b, j);
            int order;
            if (endA > i && endB > j) {
                int x = significant(a, i, endA);
                int y = significant(b, j, endB);
                order = endA - x != endB - y ? Integer.compare(endA - x, endB - y)
                        : a.substring(x, endA).compareTo(b.substring(y, endB));
                i = endA;
                j = endB;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    /** Where a number begins after its leading zeros. */
    private static int significant(String text, int from, int end) {
        int at = from;
        while (at < end - 1 && text.charAt(at) == '0') {
            at++;
        }
        return at;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
