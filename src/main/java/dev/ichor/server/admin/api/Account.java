package dev.ichor.server.admin.api;

import dev.ichor.provision.explain.Explanation;
import dev.ichor.provision.explain.Line;
import dev.ichor.provision.explain.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answer of {@code GET /api/v1/machines/{key}/explain}.
 *
 * @param machine what was asked for: the machine's id, or the MAC if the inventory does not know it
 * @param lost    exchanges of any machine that the recorder lost since its start: the timeline may have gaps
 */
public record Account(String machine, List<Finding> verdicts, List<Entry> timeline, long lost) {
    /** One finding; {@code weight} is {@code well}, {@code note} or {@code problem}, evidence are line numbers. */
    public record Finding(String code, String weight, String text, String mend, List<Integer> evidence) {
    }

    /** One exchange; {@code attempt} counts power-ons from 1. */
    public record Entry(int number, int attempt, Instant at, String protocol, String direction, String kind,
                        String outcome, String summary, String note, Map<String, String> details) {
    }

    public static Account of(String machine, Explanation explanation, long lost) {
        return new Account(machine, explanation.verdicts().stream().map(Account::finding).toList(),
                explanation.timeline().stream().map(Account::entry).toList(), lost);
    }

    private static Finding finding(Verdict verdict) {
        return new Finding(verdict.code().label(), lower(verdict.code().weight()), verdict.text(), verdict.mend(),
                verdict.evidence());
    }

    private static Entry entry(Line line) {
        var exchange = line.exchange();
        return new Entry(line.number(), line.attempt(), exchange.at(), lower(exchange.kind().protocol()),
                lower(exchange.kind().direction()), exchange.kind().label(), exchange.outcome().label(),
                exchange.summary(), line.note(), exchange.details());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
