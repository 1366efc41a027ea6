package dev.ichor.server.admin.http;

import dev.ichor.provisioner.Outcome;

/** What kinds of errors there are: a status, and a name for programs that never changes. */
public enum ProblemKind {
    /** The request itself cannot be read. */
    MALFORMED(400, "malformed", "The request cannot be read"),
    /** No token that lives. */
    UNAUTHORIZED(401, "unauthorized", "A token is needed"),
    /** The token's role is too low. */
    FORBIDDEN(403, "forbidden", "Another role is needed"),
    /** There is no such thing. */
    NOT_FOUND(404, "not-found", "There is no such thing"),
    /** The path does not know the method; {@code Allow} says which it knows. */
    METHOD(405, "method", "The path does not know the method"),
    /** It does not fit the state that things are in. */
    CONFLICT(409, "conflict", "It does not fit the state that things are in"),
    /** The caller has seen an older version. */
    STALE(412, "stale", "It was changed since"),
    /** The body is too large. */
    TOO_LARGE(413, "too-large", "The body is too large"),
    /** The body is of a type that is not read here. */
    MEDIA_TYPE(415, "media-type", "The body is of another type"),
    /** The request can be read, and what it says is wrong. */
    INVALID(422, "invalid", "What the request says is wrong"),
    /** The request must say which version it is about. */
    CONDITION(428, "condition-required", "The request must say which version was seen"),
    /** Too many requests or wrong tokens; {@code Retry-After} says how long to wait. */
    TOO_MANY(429, "too-many", "Too many requests"),
    /** The appliance failed; its log has the id. */
    INTERNAL(500, "internal", "The appliance failed"),
    /** The appliance is busy or not ready. */
    UNAVAILABLE(503, "unavailable", "The appliance is busy or not ready");

    private final int status;
    private final String slug;
    private final String title;

    ProblemKind(int status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The {@code type} of RFC 9457. */
    public String type() {
        return "urn:ichor:problem:" + slug;
    }

    /** The kind with that status; {@link #INTERNAL} for one that has none. */
    public static ProblemKind of(int status) {
        for (ProblemKind kind : values()) {
            if (kind.status == status) {
                return kind;
            }
        }
        return INTERNAL;
    }

    /** What a refusal of the appliance's own rules is over HTTP. */
    public static ProblemKind of(Outcome.Why why) {
        return switch (why) {
            case NOT_FOUND -> NOT_FOUND;
            case INVALID -> INVALID;
            case CONFLICT -> CONFLICT;
            case STALE -> STALE;
        };
    }
}
