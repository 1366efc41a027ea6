package dev.ichor.server.admin.api;

import java.util.List;

/** An error (RFC 9457). */
@About("An error (RFC 9457).")
public record ProblemBody(
        @About(value = "What kind of error it is, for programs.", example = "\"urn:ichor:problem:stale\"") String type,
        @About("The status in words.") String title,
        @About("The HTTP status.") int status,
        @About("What is wrong and what to do.") String detail,
        @About("Each single thing that is wrong; may be empty.") List<Fault> errors) {
    /** One thing that is wrong. */
    @About("One thing that is wrong.")
    public record Fault(@About("JSON pointer into the body, name of a parameter, or what stands in the way.")
                        String pointer,
                        @About("What is wrong.") String detail,
                        @About("What to do; may be empty.") String mend) {
    }
}
