package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;

/** Runbooks about a node that comes or goes: lost, added. */
final class NodeBooks {
    /** The machine that a node is, as the appliance calls it. */
    static final String MACHINE = "MACHINE=$(ichor machines list --cluster @CLUSTER@ --text @NODE@ -o json"
            + " | jq -r '.items[] | select(.place.node == \"@NODE@\") | .id')\n";
    /** Its address in the management network. */
    static final String ADDRESS = "ADDRESS=$(kubectl get node @NODE@ -o jsonpath="
            + "'{.status.addresses[?(@.type==\"InternalIP\")].address}')\n";
    /** What shows that all is well again. */
    static final String VOLUMES_OVER = """
            ```
            kubectl get nodes @NODES@
            @PLUGIN@ get nodes -n @NS@
            @PLUGIN@ get pools -n @NS@
            @PLUGIN@ get volumes -n @NS@
            ```
            """;

    private NodeBooks() {
    }

    static BundleFile lost(Setting setting) {
        return setting.page("node-lost.md", """
                # A storage node is lost
                ## It is this case if
                ```
                kubectl get nodes @NODES@
                kubectl get pods -n @NS@ -o wide -l app=io-engine
                @PLUGIN@ get nodes -n @NS@
                ```
                one node is `NotReady`, or its io-engine pod is not `2/2 Running`, or Mayastor calls it `Offline`. If \
                the node is ready and only
                one of its pools is missing, take [disk-lost.md](disk-lost.md). If several nodes blame each other, take
                [partition.md](partition.md).

                ## What happens by itself
                Volumes with more than one replica work on with the others. After ten minutes a lost replica is made \
                anew on another node that
                has none of that volume and has room; with @REPLICAS@ replicas that needs more than @REPLICAS@ nodes. \
                If the node returns before
                that, only what was written meanwhile is copied. **So first try to bring it back. Delete nothing.**

                ## Bring it back
                1. The node is ready, its io-engine pod is not:
                ```
                kubectl describe pods -n @NS@ -l app=io-engine
                kubectl logs -n @NS@ -l app=io-engine -c io-engine --tail=50 --prefix
                ```
                `Pending` with `Insufficient hugepages-2Mi`: the kubelet sees too few huge pages; reboot the node by
                [drain-and-reboot.md](drain-and-reboot.md). `Insufficient cpu`: another pod has its cores. `Init`: it \
                waits for etcd, take
                [quorum-lost.md](quorum-lost.md).
                2. The node is not ready: look at its console and its power. Press the power button if it hangs; it \
                boots its own disk.
                ```
                ichor machines list --cluster @CLUSTER@ --person
                ```

                ## It never comes back
                Only if the machine or its disks are gone for good. Its replicas are given up; first be sure that each \
                volume has another one
                that is `Online`:
                ```
                @PLUGIN@ get volume-replica-topologies -n @NS@
                ```
                """, setting.nodes("""

                ### @NODE@@ZONE@@STORAGE@
                ```
                kubectl cordon @NODE@
                kubectl drain @NODE@ --ignore-daemonsets --delete-emptydir-data --force --timeout=10m
                kubectl label node @NODE@ openebs.io/engine-
                ```
                """ + giveUp(setting) + """
                Then the appliance, which must not take the next machine for this one:
                ```
                """ + MACHINE + """
                ichor machines unassign "$MACHINE"
                kubectl delete node @NODE@
                ```
                The node stays declared: another machine becomes it by `ichor machines assign`, see \
                [add-node.md](add-node.md).
                """), """

                ## It is over if
                """ + VOLUMES_OVER + """
                every node of the plan is `Ready` and `Online`, every pool `Online`, every volume `Online`. A volume \
                that stays `Degraded` has
                no room for another replica: [volumes-degraded.md](volumes-degraded.md).
                """);
    }

    private static String giveUp(Setting setting) {
        return setting.canPurge() ? """
                This only shows what would be lost with its pools:
                ```
                for POOL in @POOLS@; do @PLUGIN@ delete pool "$POOL" --purge --show-impact -n @NS@; done
                ```
                **If it names a volume that has no other replica, stop here.** Else:
                ```
                for POOL in @POOLS@; do @PLUGIN@ delete pool "$POOL" --purge --yes --cleanup-dsp -n @NS@; done
                ```
                """ : """
                Its pools (@POOLS@) cannot be given up while replicas are on them; this release of Mayastor cannot \
                purge a pool that is gone.
                Leave their DiskPools until the chart is upgraded to one with Mayastor 2.11 or later: they harm nothing.
                """;
    }

    static BundleFile add(Setting setting) {
        return setting.page("add-node.md", """
                # Add a storage node
                ## It is this case if
                pools fill up, a lost node shall be replaced, or lost replicas find no other node. The plan says what \
                one more node would give:
                ```
                ichor handoff plan @CLUSTER@
                ```

                ## Do it
                1. Declare the node in your inventory folder, or let a policy take it. Then rack the machine and \
                switch it on.
                ```
                ichor plan -f inventory/
                ichor apply -f inventory/
                ichor machines list --person
                ```
                2. Look at its disks, and permit the install. Nothing is written before that.
                ```
                read -rp "Its id, a MAC or its serial number: " MACHINE
                ichor policies test "$MACHINE"
                ichor roles show "$MACHINE"
                ichor arm "$MACHINE" --for 1h
                ichor log "$MACHINE" -f
                ```
                A machine that shall become a declared node without a machine: `ichor machines assign` with its id and \
                the node's name.
                3. When it is `Ready`, its pools, labels and alerts are in the new plan. See what changes, then do it; \
                what is there already stays:
                ```
                kubectl get nodes -L openebs.io/engine
                ichor handoff gates @CLUSTER@
                ichor handoff diff @CLUSTER@
                ichor handoff run @CLUSTER@
                ```
                4. Take the new runbooks:
                ```
                ichor handoff bundle @CLUSTER@ --to @CLUSTER@-bundle
                ```

                ## It is over if
                ```
                @PLUGIN@ get nodes -n @NS@
                @PLUGIN@ get pools -n @NS@
                ichor handoff diff @CLUSTER@
                ```
                the node and its pools are `Online`, and nothing differs. Mayastor moves no replicas to the new node \
                by itself; new volumes and
                rebuilds use it.
                """);
    }
}
