package dev.ichor.provision;

/**
 * Why a machine does what it does next. Log, console, API and {@code explain} print the same value.
 *
 * @param code short and stable, for programs: lower-case words joined by hyphens
 * @param text one or two sentences for people
 */
public record Reason(String code, String text) {
    public Reason {
        if (!code.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("a reason's code is lower-case words joined by hyphens");
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("a reason says something");
        }
    }

    @Override
    public String toString() {
        return code + ": " + text;
    }
}
