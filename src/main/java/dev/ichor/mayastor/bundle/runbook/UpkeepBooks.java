package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;

/** Runbooks about a node that stays: rebooted, installed anew. */
final class UpkeepBooks {
    private UpkeepBooks() {
    }

    static BundleFile drain(Setting setting) {
        return setting.page("drain-and-reboot.md", """
                # Drain and reboot a storage node
                ## It is this case if
                you want to reboot, upgrade or switch off one node, and all is well now. Never two nodes at once.
                ```
                @PLUGIN@ get nodes -n @NS@
                @PLUGIN@ get volumes -n @NS@
                kubectl get pods -n @NS@ | grep @RELEASE@-etcd
                ```
                All nodes and volumes are `Online`, all etcd pods ready. If not, mend that first: a reboot takes one \
                more replica away.

                """, setting.nodes("""

                ## @NODE@@ZONE@@STORAGE@
                ```
                @PLUGIN@ drain node @NODE@ reboot -n @NS@
                @PLUGIN@ get drain nodes -n @NS@
                kubectl drain @NODE@ --ignore-daemonsets --delete-emptydir-data --timeout=15m
                """ + NodeBooks.ADDRESS + """
                talosctl -n "$ADDRESS" reboot --wait
                kubectl wait node/@NODE@ --for=condition=Ready --timeout=20m
                kubectl uncordon @NODE@
                @PLUGIN@ uncordon node @NODE@ reboot -n @NS@
                ```
                """), """

                The first command moves the volumes' targets, not their replicas; wait until the second shows the node \
                as drained. Pods that use
                volumes must leave before the reboot: a node that goes down with mounted volumes takes up to half an \
                hour for it. If kubectl does
                not drain, it names the pod and the disruption budget that forbids it; wait for that application, do \
                not force it.

                ## It is over if
                """ + NodeBooks.VOLUMES_OVER + """
                all is `Online`, and no volume is being rebuilt. Only then take the next node.
                """);
    }

    static BundleFile reinstall(Setting setting) {
        return setting.page("reinstall-node.md", """
                # Install a node anew and keep its pools
                ## It is this case if
                a node's Talos is broken or its system disk was replaced, and the disks of its pools are good.
                ```
                ichor machines list --cluster @CLUSTER@
                ichor handoff gates @CLUSTER@
                ```
                **Leave the DiskPools of the node as they are.** They name the same disks by the same links, and the \
                pool on a disk has the same
                name: Mayastor takes it back as it is. Every other volume must be `Online` now:
                ```
                @PLUGIN@ get volumes -n @NS@
                ```

                """, setting.nodes("""

                ## @NODE@@ZONE@
                1. Empty it, if it still runs, as [drain-and-reboot.md](drain-and-reboot.md) says, without the reboot. \
                If it is a control plane,
                it leaves the cluster's etcd too: `talosctl -n "$ADDRESS" etcd leave`.
                2. Have its hardware read. The appliance saw these disks last when they were blank, so this permission \
                ends by itself when
                the agent shows the pools on them, and nothing is written:
                ```
                """ + NodeBooks.MACHINE + """
                ichor arm "$MACHINE" --for 30m
                """ + NodeBooks.ADDRESS + """
                talosctl -n "$ADDRESS" reboot
                ichor disks list --machine "$MACHINE"
                ```
                If Talos does not answer, use the power button.
                3. Keep each pool by its serial number, and look: each disk must say that its pool is kept.
                ```
                ichor roles set "$MACHINE" @KEEPS@
                ichor roles show "$MACHINE"
                ```
                4. Install. The appliance shows the disks first and wants the serial number of the system disk typed. \
                **If it asks for the serial
                number of a disk with a pool, stop**: that one would be erased.
                ```
                ichor arm "$MACHINE" --for 1h
                ichor events --follow
                ```
                5. When the node is `Ready` again:
                ```
                kubectl uncordon @NODE@
                kubectl get node @NODE@ --show-labels
                kubectl get diskpools -n @NS@ @POOLS@
                ```
                """), """

                ## Its member of Mayastor's etcd
                lived on the system disk and is lost with it. If a pod of etcd does not become ready on the new node \
                while the other two are:
                take "A member has lost its data" of [quorum-lost.md](quorum-lost.md).

                ## It is over if
                ```
                ichor handoff gates @CLUSTER@
                ichor handoff diff @CLUSTER@
                ```
                no gate is red and nothing differs, and
                """ + NodeBooks.VOLUMES_OVER + """
                all is `Online`.
                """);
    }
}
