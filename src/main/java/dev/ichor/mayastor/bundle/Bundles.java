package dev.ichor.mayastor.bundle;

import dev.ichor.base.Sha256;
import dev.ichor.mayastor.bundle.manifest.Manifests;
import dev.ichor.mayastor.bundle.runbook.Runbooks;
import dev.ichor.mayastor.bundle.script.Scripts;
import dev.ichor.mayastor.bundle.watch.Monitoring;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the bundle of a plan. */
public final class Bundles {
    private Bundles() {
    }

    /**
     * The same plan gives the same bytes.
     *
     * @param handsFree whether the Job that installs without a person is in it
     * @throws IllegalArgumentException if the plan is refused
     */
    public static Bundle of(HandoffPlan plan, boolean handsFree) {
        if (plan.isRefused()) {
            throw new IllegalArgumentException("a refused plan has no bundle");
        }
        List<BundleFile> files = new ArrayList<>();
        files.addAll(Manifests.of(plan));
        files.addAll(Monitoring.of(plan));
        files.addAll(Runbooks.of(plan));
        files.addAll(Scripts.of(plan));
        if (handsFree) {
            files.addAll(Scripts.handsFree(plan, List.copyOf(files)));
        }
        files.add(Scripts.list(plan, List.copyOf(files)));
        files.sort(Comparator.comparing(BundleFile::path));
        return new Bundle(plan.cluster().name(), files, hash(files));
    }

    private static Sha256 hash(List<BundleFile> files) {
        return Sha256.of(files.stream().map(file -> file.path() + "\n" + file.executable() + "\n"
                + file.text().length() + "\n" + file.text()).collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8));
    }
}
