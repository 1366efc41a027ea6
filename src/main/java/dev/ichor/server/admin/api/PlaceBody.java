package dev.ichor.server.admin.api;

import dev.ichor.machine.Place;

/** The node that a machine is. */
@About("The node that a machine is.")
public record PlaceBody(@About("Its cluster's name.") String cluster, @About("The node's name.") String node,
                        @About("Who decided: a token's name, `policy NAME`, or `inventory`.") String by) {
    public static PlaceBody of(Place place) {
        return new PlaceBody(place.cluster(), place.node(), place.by());
    }
}
