package dev.ichor.server.admin.api;

import dev.ichor.provisioner.access.Audit;
import java.time.Instant;

/** One change. */
@About("One change.")
public record AuditEntry(
        @About("Counts from 1.") long sequence,
        @About("When.") Instant at,
        @About("Who.") Who by,
        @About(value = "What was done: a verb and a kind.", example = "\"arm machine\"") String action,
        @About(value = "To what.", example = "\"clusters/prod\"") String object,
        @About("What was there, as JSON; empty if nothing.") String before,
        @About("What is there now, as JSON; empty if nothing.") String after) {
    /** Who made a change. */
    @About("Who made a change.")
    public record Who(@About("Id of the token; empty for the appliance itself.") String token,
                      @About("The token's name.") String name,
                      @About(value = "The role it had.", words = {"viewer", "operator", "admin"}) String role,
                      @About("The address that asked; empty for the appliance itself.") String from) {
    }

    public static AuditEntry of(Audit.Entry entry) {
        return new AuditEntry(entry.sequence(), entry.at(), new Who(entry.by().token(), entry.by().name(),
                entry.by().role().label(), entry.by().from()), entry.action(), entry.object(), entry.before(),
                entry.after());
    }
}
