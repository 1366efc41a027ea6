package dev.ichor.client.handoff;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.server.admin.api.ProofsAnswer;
import dev.ichor.server.admin.api.ProofsRequest;
import dev.ichor.server.admin.api.RunEnd;
import dev.ichor.server.admin.api.RunRequest;
import dev.ichor.server.admin.api.RunView;
import dev.ichor.server.admin.api.StepReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the appliance. While it is silent the run goes on, for the cluster does not need it; when it says no, the run
 * is over. For one thread.
 */
public final class ApplianceBook implements RunBook {
    private final AdminClient client;
    private final String path;
    private final String run;
    private final Consumer<String> warn;

    /**
     * @param path of the cluster's hand-off, {@code /api/v1/clusters/prod/handoff/}
     * @param run  its id; empty: nothing but what is measured is told
     * @param warn is told what could not be written down
     */
    public ApplianceBook(AdminClient client, String path, String run, Consumer<String> warn) {
        this.client = client;
        this.path = path;
        this.run = run;
        this.warn = warn;
    }

    /** Begins a run. @throws ClientFailed if the appliance says no, with every gate that is closed */
    public static RunView begin(AdminClient client, String path, List<String> overrides) throws ClientFailed {
        return client.post(path + "runs", new RunRequest(Optional.of(overrides)), RunView.class).value();
    }

    @Override
    public void step(int number, String name, String state, String detail, Map<String, Double> results)
            throws RunOver {
        if (run.isEmpty()) {
            return;
        }
        try {
            client.post(runs() + "/steps", new StepReport(number, name, state, Optional.of(detail),
                    Optional.of(results)), RunView.class);
        } catch (ClientFailed e) {
            if (e.kind() != ClientFailed.Kind.SILENT) {
                throw new RunOver("the appliance lets this run not go on: " + e.getMessage());
            }
            warn.accept("the appliance does not answer; it will not know of step " + name + " (" + e.getMessage()
                    + ")");
        }
    }

    private String runs() {
        return path + "runs/" + AdminClient.segment(run);
    }

    @Override
    public void prove(List<Proof> proofs) {
        try {
            client.post(path + "proofs", new ProofsRequest(proofs.stream().map(proof -> new ProofsRequest.Item(
                    proof.kind(), proof.subject(), proof.good(), proof.detail())).toList()), ProofsAnswer.class);
        } catch (ClientFailed e) {
            warn.accept("what was measured could not be kept: " + e.getMessage());
        }
    }

    @Override
    public void end(String outcome) {
        if (run.isEmpty()) {
            return;
        }
        try {
            client.post(runs() + "/end", new RunEnd(outcome), RunView.class);
        } catch (ClientFailed e) {
            warn.accept("the appliance does not know that the run is " + outcome + ": " + e.getMessage());
        }
    }
}
