package dev.ichor.server.admin.api;

import dev.ichor.machine.Obstacle;
import dev.ichor.provision.Reason;

/** Why something is as it is. */
@About("Why something is as it is.")
public record ReasonBody(@About(value = "Short and stable, for programs.", example = "\"nothing-to-do\"") String code,
                         @About("One or two sentences for people.") String text) {
    public static ReasonBody of(Reason reason) {
        return new ReasonBody(reason.code(), reason.text());
    }

    public static ReasonBody of(Obstacle obstacle) {
        return new ReasonBody(obstacle.code(), obstacle.text());
    }
}
