package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.provisioner.handoff.HandoffDesk;
import java.time.Instant;

/** A bundle that was given out. */
@About("A bundle that was given out.")
public record GivenView(@About("Of which cluster.") String cluster,
                        @About("Over all its files.") Sha256 hash,
                        @About(value = "The chart with its version.", example = "\"openebs/openebs 4.5.1\"")
                        String chart,
                        @About("Who made it.") String by,
                        @About("When.") Instant at) {
    public static GivenView of(HandoffDesk.Given given) {
        return new GivenView(given.cluster(), given.hash(), given.chart(), given.by(), given.at());
    }
}
