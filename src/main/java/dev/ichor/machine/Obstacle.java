package dev.ichor.machine;

/**
 * Why a machine cannot go on without a person.
 *
 * @param code short and stable, for programs: lower-case words joined by hyphens
 * @param text one or two sentences for people, with the mend
 */
public record Obstacle(String code, String text) {
    public Obstacle {
        if (!code.matches("[a-z]+(-[a-z]+)*") || text.isBlank()) {
            throw new IllegalArgumentException("an obstacle has a code and says something");
        }
    }
}
