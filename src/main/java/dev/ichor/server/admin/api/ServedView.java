package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.provisioner.talos.Installs;
import java.time.Instant;

/** A configuration that a machine got. */
@About("A configuration that the machine got.")
public record ServedView(@About("SHA-256 of its bytes.") Sha256 hash,
                         @About("When it was handed out.") Instant at,
                         @About("The arm that allowed it.") String arm,
                         @About(value = "How it got there.", words = {"ticket", "push"}) String how) {
    public static ServedView of(Installs.Served served) {
        return new ServedView(served.hash(), served.at(), served.arm(), served.how());
    }
}
