package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /healthz} and {@code GET /readyz}. */
@About("How the appliance is.")
public record Health(@About(value = "`ok` if every component is.", words = {"ok", "not-ready"}) String status,
                     @About("Its components, in the order of their start.") List<Component> components) {
    /** One component. */
    @About("One component.")
    public record Component(@About("Its name.") String name,
                            @About(value = "How it is.", words = {"starting", "ok", "stopping", "failed",
                                    "off"}) String state,
                            @About("What is wrong, for people; empty if nothing is.") String detail) {
        /** Whether it is as it should be. */
        public boolean isWell() {
            return state.equals("ok") || state.equals("off");
        }
    }

    public static Health of(List<Component> components) {
        return new Health(components.stream().allMatch(Component::isWell) ? "ok" : "not-ready", components);
    }
}
