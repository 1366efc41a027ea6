package dev.ichor.server.admin.http;

import dev.ichor.base.Problem;
import dev.ichor.provisioner.Outcome;
import dev.ichor.server.admin.api.ProblemBody;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A request that cannot be answered as asked. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ProblemKind kind;
    private final transient List<ProblemBody.Fault> errors;

    private Refused(ProblemKind kind, String detail, List<ProblemBody.Fault> errors) {
        super(detail, null, false, false);
        this.kind = kind;
        this.errors = errors;
    }

    /** @param detail what is wrong and what to do */
    public Refused(ProblemKind kind, String detail) {
        this(kind, detail, List.of());
    }

    /** @param problems each single thing that is wrong, at least one; {@code where} is what the body calls pointer */
    public static Refused of(ProblemKind kind, List<Problem> problems) {
        String detail = problems.stream().limit(3).map(Refused::sentence).collect(Collectors.joining(" "));
        int more = problems.size() - 3;
        return new Refused(kind, more > 0 ? detail + " And " + more + " more." : detail, problems.stream()
                .map(p -> new ProblemBody.Fault(p.where(), p.what(), p.mend())).toList());
    }

    /** The value of what was done. */
    public static <T> T unless(Outcome<T> outcome) {
        return unless(problem -> problem, outcome);
    }

    /** @param placed from a place of the appliance's own values to one of the body */
    public static <T> T unless(UnaryOperator<Problem> placed, Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Outcome.Why why, List<Problem> problems) ->
                    throw of(ProblemKind.of(why), problems.stream().map(placed).toList());
        };
    }

    private static String sentence(Problem problem) {
        String text = (problem.where().isEmpty() ? "" : problem.where() + ": ") + problem.what();
        return ended(text) + (problem.mend().isEmpty() ? "" : " " + ended(problem.mend()));
    }

    private static String ended(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    public ProblemKind kind() {
        return kind;
    }

    public List<ProblemBody.Fault> errors() {
        return errors;
    }
}
