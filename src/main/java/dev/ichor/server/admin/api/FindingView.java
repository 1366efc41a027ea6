package dev.ichor.server.admin.api;

import dev.ichor.talos.render.Finding;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Something that is wrong with a node's configuration, or that a person should know of it. */
@About("Something that is wrong with a node's configuration, or that a person should know of it.")
public record FindingView(
        @About(value = "Only an error keeps the configuration from being served.", words = {"error", "warning"})
        String severity,
        @About(value = "Kind of document and path in it, or what the configuration was made of.",
                example = "\"v1alpha1#/machine/install\"") String where,
        @About("What is wrong.") String what,
        @About("What to do; may be empty.") String mend) {
    /** @param mask hides secrets */
    public static FindingView of(Finding finding, UnaryOperator<String> mask) {
        return new FindingView(finding.severity().name().toLowerCase(Locale.ROOT), finding.problem().where(),
                mask.apply(finding.problem().what()), mask.apply(finding.problem().mend()));
    }
}
