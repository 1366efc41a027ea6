package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;

/** The index: which runbook to take, how to get in, whose disk is whose. */
final class IndexBook {
    private IndexBook() {
    }

    static BundleFile of(Setting setting) {
        StringBuilder disks = new StringBuilder(
                "| pool | node | serial number | model | link |\n|---|---|---|---|---|\n");
        for (Pool pool : setting.plan().pools()) {
            disks.append(setting.of(pool, "| `@POOL@` | `@NODE@` | `@SERIAL@` | @MODEL@ | `@LINK@` |\n"));
        }
        return setting.page("README.md", """
                # Runbooks of the cluster @CLUSTER@
                Made from the plan of @CHART@ on @CLUSTER@. After a change of nodes or disks take a new bundle: names \
                here are those of the plan.

                | what you see | take |
                |---|---|
                | an alert | [alerts.md](alerts.md) |
                | a node is not ready, or Mayastor says it is offline | [node-lost.md](node-lost.md) |
                | a pool is not online, a disk makes errors | [disk-lost.md](disk-lost.md), then \
                [replace-disk.md](replace-disk.md) |
                | nodes are up and do not see each other | [partition.md](partition.md) |
                | volumes are degraded, or somebody asks whether any is | [volumes-degraded.md](volumes-degraded.md) |
                | pools are full | [pools-full.md](pools-full.md) |
                | etcd or Mayastor's control plane is down, nothing mounts | [quorum-lost.md](quorum-lost.md) |
                | you want to reboot or upgrade a node | [drain-and-reboot.md](drain-and-reboot.md) |
                | you want to install a node anew | [reinstall-node.md](reinstall-node.md) |
                | you want one more node | [add-node.md](add-node.md) |
                | a volume shall leave local-path | [migrate-from-local-path.md](migrate-from-local-path.md) |

                ## One rule before all others
                **A DiskPool overwrites the disk that it names, whatever is on it.** Never write or edit one by hand. \
                Take the file of a new
                bundle, whose checks have looked at the disk. Never delete a DiskPool whose data you want: that \
                destroys it.

                ## Get in
                ```
                ichor kubeconfig @CLUSTER@ -o kubeconfig --force
                ichor talosconfig @CLUSTER@ -o talosconfig --force
                export KUBECONFIG=$PWD/kubeconfig TALOSCONFIG=$PWD/talosconfig
                kubectl get nodes @NODES@
                @PLUGIN@ get nodes -n @NS@
                ```
                The last one needs the plug-in of this release beside kubectl; without it ask the REST API:
                ```
                kubectl get --raw "@SOCKET@/nodes" | jq -r '.[] | [.id, .state.status] | @tsv'
                ```

                ## Whose disk is whose
                """, disks.toString());
    }
}
