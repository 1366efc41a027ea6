package dev.ichor.server.admin.api;

import dev.ichor.provisioner.talos.ClusterKeys;
import java.time.Instant;

/** A client certificate that was handed out. */
@About("A client certificate that was handed out.")
public record MintedView(
        @About(value = "In which file.", words = {"talosconfig", "kubeconfig"}) String kind,
        @About("The user of a kubeconfig; the token's name that made a talosconfig.") String who,
        @About("Its Talos roles or Kubernetes groups.") String role,
        @About("Serial number of the certificate, hexadecimal.") String serial,
        @About("When it was made.") Instant at,
        @About("When it ends.") Instant until,
        @About(value = "Whether it lives; ends-soon: within 30 days, of a longer life.", words = {"valid", "ends-soon",
            "ended"}) String standing) {
    public static MintedView of(ClusterKeys.MintedOnce one, Instant now) {
        String standing = AuthorityView.standing(one.until(), now);
        boolean brief = !one.until().isAfter(one.at().plus(AuthorityView.SOON));
        return new MintedView(one.kind(), one.who(), one.role(), one.serial(), one.at(), one.until(),
                standing.equals("ends-soon") && brief ? "valid" : standing);
    }
}
