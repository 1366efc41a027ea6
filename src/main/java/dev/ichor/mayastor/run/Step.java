package dev.ichor.mayastor.run;

import java.util.List;

/**
 * A step of the install. Done twice it comes to the same.
 *
 * @param name    e.g. {@code chart}, {@code pools}
 * @param title   for people
 * @param actions in order; the first that fails ends the step
 */
public record Step(String name, String title, List<Action> actions) {
    public Step {
        actions = List.copyOf(actions);
    }
}
