package dev.ichor.mayastor.bundle.watch;

import java.util.List;
import java.util.Map;

/**
 * An alert with the proof that it works. Rules and their unit tests are both written from it.
 *
 * @param name        of the alert
 * @param expr        PromQL; true while something is wrong
 * @param hold        for how long it must be true, e.g. {@code 5m}
 * @param severity    how urgent it is
 * @param summary     one line; may name {@code {{ $labels.x }}} and {@code {{ $value }}}
 * @param description what it means, in whole sentences, with the same
 * @param runbook     path in the bundle of the file that tells what to do
 * @param cases       series with which it fires, and others with which it does not
 */
public record Alert(String name, String expr, String hold, Severity severity, String summary, String description,
                    String runbook, List<Case> cases) {
    public Alert {
        cases = List.copyOf(cases);
    }

    /** {@code CRITICAL}: data or service is at stake now. {@code WARNING}: it will be if nobody looks. */
    public enum Severity { CRITICAL, WARNING }

    /**
     * A cluster as Prometheus sees it.
     *
     * @param what   differs from a healthy one
     * @param series that differ: values as promtool writes them; empty: the series is not there
     * @param minute after which it is looked at
     * @param fired  alerts that then fire; none: it is silent
     */
    public record Case(String what, Map<String, String> series, int minute, List<Fired> fired) {
        public Case {
            fired = List.copyOf(fired);
        }

        static Case fires(String what, Map<String, String> series, int minute, Fired... fired) {
            return new Case(what, series, minute, List.of(fired));
        }

        static Case silent(String what, Map<String, String> series, int minute) {
            return new Case(what, series, minute, List.of());
        }
    }

    /**
     * An alert that fires.
     *
     * @param labels without {@code alertname} and {@code severity}
     * @param value  as its texts print it
     */
    public record Fired(Map<String, String> labels, String value) {
    }
}
