package dev.ichor.talos.node;

import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.talos.render.NodeInput.Sinks;
import java.util.List;

/** Adds to a configuration what Mayastor and this node need. */
public final class NodeLayer {
    private NodeLayer() {
    }

    /** @param findings gets what stands in the way */
    public static Configuration apply(Configuration made, Contract contract, NodeInput input, List<Finding> findings) {
        Sheet sheet = new Sheet(made, contract, input, findings);
        NicPlan nics = NicPlan.of(sheet);
        InstallDisk.write(sheet);
        Network.write(sheet, nics);
        MayastorProfile.write(sheet);
        NodeLabels.write(sheet, nics);
        Isolation.write(sheet);
        input.sinks().ifPresent(sinks -> report(sheet, sinks));
        return sheet.made();
    }

    private static void report(Sheet sheet, Sinks sinks) {
        if (sinks.events() > 0) {
            sheet.document(Document.of("EventSinkConfig",
                    Sheet.entries("endpoint", sinks.address() + ":" + sinks.events())));
        }
        if (sinks.kernelLog() > 0) {
            sheet.document(Document.of("KmsgLogConfig",
                    Sheet.entries("name", "ichor", "url", "tcp://" + sinks.address() + ":" + sinks.kernelLog())));
        }
    }
}
