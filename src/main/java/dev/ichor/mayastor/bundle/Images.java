package dev.ichor.mayastor.bundle;

import dev.ichor.mayastor.plan.HandoffPlan;

/** The container images that the appliance's own pods use, and where images come from. */
public final class Images {
    /** fio and a shell with coreutils; the image that OpenEBS's documents use for the same. */
    public static final String FIO = "nixery.dev/shell/fio:latest";
    /** A shell, ping and ip. */
    public static final String TOOLS = "docker.io/library/busybox:1.37.0";

    private Images() {
    }

    /** The image of pods that measure: the plan's, else {@link #FIO}, from the mirror if there is one. */
    public static String fio(HandoffPlan plan) {
        String said = plan.cluster().mayastor().handoff().fioImage();
        return said.isEmpty() ? of(plan, FIO) : said;
    }

    /** The image of pods that look, from the mirror if there is one. */
    public static String tools(HandoffPlan plan) {
        return of(plan, TOOLS);
    }

    /** That image in the plan's mirror; as it is without one. */
    public static String of(HandoffPlan plan, String image) {
        return mirrored(plan.cluster().mayastor().handoff().registry(), image);
    }

    /**
     * The image in a mirror, which keeps the path and changes the host: {@code registry.k8s.io/sig-storage/csi-resizer}
     * is {@code MIRROR/sig-storage/csi-resizer}.
     *
     * @param registry the mirror's host, with or without a path; empty: no mirror
     */
    public static String mirrored(String registry, String image) {
        if (registry.isEmpty()) {
            return image;
        }
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return (registry.endsWith("/") ? registry.substring(0, registry.length() - 1) : registry) + "/"
                + (host ? image.substring(slash + 1) : image);
    }
}
