package dev.ichor.machine.flight;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that a machine and the appliance said to each other.
 *
 * @param at      when it ended, by the appliance's clock
 * @param keys    whose it is
 * @param kind    what it was
 * @param outcome how it ended
 * @param summary one line for people, without secrets, at most 300 characters, cut if longer
 * @param details named values, see {@link Detail}; sorted by name
 */
public record Exchange(Instant at, Keys keys, Kind kind, Outcome outcome, String summary,
                       Map<String, String> details) {
    private static final int SUMMARY_LIMIT = 300;
    private static final int DETAIL_LIMIT = 200;
    private static final int DETAILS = 24;
    private static final List<String> SAYS = List.of(Detail.FILE, Detail.STATUS, Detail.SAID, Detail.NOTE, Detail.WHY);

    public Exchange {
        summary = clean(summary, SUMMARY_LIMIT);
        Map<String, String> kept = new TreeMap<>();
        details.entrySet().stream().limit(DETAILS)
                .forEach(detail -> kept.put(detail.getKey(), clean(detail.getValue(), DETAIL_LIMIT)));
        details = Collections.unmodifiableMap(kept);
    }

    /** The named value; empty if it was not recorded. */
    public String detail(String name) {
        return details.getOrDefault(name, "");
    }

    /** The named value as a number; 0 if it was not recorded or is none. */
    public long number(String name) {
        String text = detail(name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    public Exchange with(Keys known) {
        return new Exchange(at, known, kind, outcome, summary, details);
    }

    /**
     * Whether the agent only says again, in the same boot, what it said before. It asks for an order every minute for
     * as long as it runs, and that must not push the story of the boot out of a bounded memory.
     */
    public boolean repeats(Exchange before) {
        return kind.isChatter() && kind == before.kind && outcome == before.outcome && keys.mac().isPresent()
                && keys.mac().equals(before.keys.mac()) && keys.boot().isPresent()
                && keys.boot().equals(before.keys.boot())
                && SAYS.stream().allMatch(name -> detail(name).equals(before.detail(name)));
    }

    /** This exchange for all of them: {@link Detail#TIMES} and {@link Detail#SINCE} also tell of the one before. */
    public Exchange folding(Exchange before) {
        Map<String, String> all = new TreeMap<>(details);
        all.put(Detail.TIMES, String.valueOf(times() + before.times()));
        all.put(Detail.SINCE, before.detail(Detail.SINCE).isEmpty() ? before.at.toString()
                : before.detail(Detail.SINCE));
        return new Exchange(at, keys, kind, outcome, summary, all);
    }

    /** How many exchanges this one stands for, from 1. */
    public long times() {
        return Math.max(1, number(Detail.TIMES));
    }

    /** File names and vendor texts come from the wire: a control character in one must not reach a terminal. */
    private static String clean(String text, int limit) {
        String cut = text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
        StringBuilder out = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) || c == 0xFFFD ? '.' : c));
        return out.toString();
    }
}
