package dev.ichor.server.admin.api;

/**
 * An error (RFC 9457).
 *
 * @param type   {@code about:blank}: the status says what kind it is
 * @param title  the status in words
 * @param status HTTP status
 * @param detail what is wrong and what to do
 */
public record ProblemBody(String type, String title, int status, String detail) {
}
