package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;

/** Runbooks about all nodes together: parted networks, lost majorities, degraded volumes. */
final class ClusterBooks {
    private ClusterBooks() {
    }

    static BundleFile partition(Setting setting) {
        return setting.page("partition.md", """
                # Nodes do not see each other
                ## It is this case if
                nodes run (their consoles are alive) and blame each other: some are `NotReady` or `Offline`, pools \
                come and go, volumes degrade
                on several nodes at once.
                ```
                kubectl get nodes @NODES@ -o wide
                @PLUGIN@ get nodes -n @NS@
                ```
                Kubernetes and Mayastor's control plane use the nodes' own network, volumes the storage network. If \
                all nodes are `Ready` and
                volumes degrade, it is the storage network.

                ## Do not
                force-delete pods, delete nodes, DiskPools or claims, or reboot more than one node. A volume is \
                written by one node only; that
                stays so while you wait. Two halves that are both forced to go on are how data is lost.

                ## Find where it breaks
                Each of these pods pings all other storage nodes with full-size frames. They are in this bundle:
                ```
                """ + setting.nodes("kubectl apply -f checks/network-@NODE@.yaml\n") + "sleep 30\n"
                + setting.nodes("kubectl logs -n @NS@ ichor-network-@NODE@\n")
                + setting.nodes("kubectl delete -f checks/network-@NODE@.yaml\n") + """
                ```
                `bad` lines name the two ends. One node with all others: its cable, NIC or port. One half with the \
                other: the switches between
                them. Only full-size frames fail: the MTU of a switch. Then on a node:
                """, setting.nodes("""
                ```
                """ + NodeBooks.ADDRESS + """
                talosctl -n "$ADDRESS" get links
                talosctl -n "$ADDRESS" get addresses
                ```
                """), """
                The cabling as the machines saw it (LLDP: switch and port of each NIC) is in `ichor machines show` \
                with the machine's id:
                ```
                ichor machines list --cluster @CLUSTER@
                ```

                ## After the mend
                Replicas that missed writes are copied by themselves. Wait for that before you touch anything else.

                ## It is over if
                ```
                kubectl get nodes @NODES@
                @PLUGIN@ get nodes -n @NS@
                @PLUGIN@ get volumes -n @NS@
                ```
                all is `Ready` and `Online`, and the pods above say `ok` for every pair.
                """);
    }

    static BundleFile degraded(Setting setting) {
        return setting.page("volumes-degraded.md", """
                # Volumes are degraded
                ## It is this case if
                ```
                @PLUGIN@ get volumes -n @NS@
                ```
                shows a volume that is not `Online`. **No metric tells this, so no alert does**: ask after each \
                trouble with a node, a disk or
                the network, and before you reboot a node. The same without the plug-in, only those that are not well:
                ```
                kubectl get --raw "@SOCKET@/volumes?max_entries=1000" \\
                  | jq -r '.entries[] | select(.state.status != "Online") | [.spec.uuid, .state.status] | @tsv'
                ```
                `Degraded`: it works, with fewer replicas than it should have. `Faulted`: no good replica is left, it \
                stands still.

                ## Which replica is missing, and why
                ```
                read -rp "Id of the volume: " VOLUME
                @PLUGIN@ get volume-replica-topology "$VOLUME" -n @NS@
                @PLUGIN@ get rebuild-history "$VOLUME" -n @NS@
                @PLUGIN@ get pools -n @NS@
                kubectl get pv | grep "$VOLUME"
                ```
                1. The replica is being copied (`Degraded`, with a percentage): wait.
                2. Its node or pool is not online: [node-lost.md](node-lost.md) or [disk-lost.md](disk-lost.md). It is \
                made anew elsewhere after ten
                minutes.
                3. Nothing happens though all are online: no other node has room for it, or each has a replica of this \
                volume already. With
                @REPLICAS@ replicas and not more nodes than that it waits until the lost node is back. Get room by
                [pools-full.md](pools-full.md), or a node by [add-node.md](add-node.md).
                4. `Faulted`: bring back the node or the disk that had the last good replica; no command makes up for \
                it. If it is gone for good,
                restore the claim from the backup.
                5. A volume nobody uses has no target; lost replicas are made anew when a pod mounts it.

                ## It is over if
                ```
                @PLUGIN@ get volumes -n @NS@
                ```
                every volume is `Online`.
                """);
    }

    static BundleFile quorum(Setting setting) {
        boolean single = setting.plan().nodes().size() == 1;
        return setting.page("quorum-lost.md", """
                # Mayastor's etcd or control plane is down
                ## It is this case if
                ```
                kubectl get pods -n @NS@ -o wide
                kubectl get pvc -n @NS@
                ```
                pods called `@RELEASE@-etcd` are not ready, or `@RELEASE@-agent-core`, `@RELEASE@-api-rest` or \
                `@RELEASE@-csi-controller` do not run, or
                io-engine pods stay in `Init`. If kubectl itself does not answer, it is Kubernetes' own etcd: bring \
                back the majority of the
                control planes first (`talosctl etcd members` asks them), then come back.

                ## What it means
                Volumes that are mounted work on. None can be made, attached, moved or rebuilt. A volume that loses a \
                replica now stops after
                some minutes, because nobody can write down which replica is good. **So do not reboot storage nodes, \
                and delete nothing.**

                """ + (single ? """
                This cluster has one storage node and one member of etcd: it is there, or there is no control plane.
                """ : """
                Three members need two. One that is missing costs nothing but safety.
                """) + """

                ## Bring it back
                1. Are their nodes there? The pods name them. If not: [node-lost.md](node-lost.md). Two members that \
                return are enough.
                2. What do they say?
                ```
                kubectl describe pods -n @NS@ @RELEASE@-etcd-0
                kubectl logs -n @NS@ @RELEASE@-etcd-0 --tail=50
                kubectl get events -n @NS@ --sort-by=.lastTimestamp | tail -n 30
                ```
                `Pending` with an unbound claim: the provisioner of local volumes does not run. `FailedMount`: the \
                folder of local volumes is not
                there for the kubelet; `ichor config check` of that machine says whether its configuration has it. \
                `database space exceeded`:
                write down what you see and ask for help before you compact.
                3. etcd is well, another part is not: restart that part; it keeps nothing.
                ```
                kubectl rollout restart -n @NS@ deployment/@RELEASE@-agent-core deployment/@RELEASE@-api-rest
                kubectl rollout status -n @NS@ deployment/@RELEASE@-agent-core --timeout=5m
                ```

                """ + (single ? "" : """
                ## A member has lost its data
                Only if the two others are ready. The member's claim belongs to a disk that is gone; it gets a new one \
                and copies from the others.
                ```
                kubectl get pods -n @NS@ -o wide | grep @RELEASE@-etcd
                read -rp "Number of the pod that is not ready (0, 1 or 2): " MEMBER
                kubectl delete pvc -n @NS@ "data-@RELEASE@-etcd-$MEMBER" --wait=false
                kubectl delete pod -n @NS@ "@RELEASE@-etcd-$MEMBER"
                ```
                If its log says that the member is known already, take it off the list by a member that is well, and \
                delete the pod once more:
                ```
                read -rp "Number of a pod that is ready: " GOOD
                kubectl exec -n @NS@ "@RELEASE@-etcd-$GOOD" -- etcdctl member list
                read -rp "Id of the member to remove: " ID
                kubectl exec -n @NS@ "@RELEASE@-etcd-$GOOD" -- etcdctl member remove "$ID"
                ```

                """) + """
                ## The data of the majority is gone
                What volumes exist, and which replica is good, was written there only. The pools and their data are \
                still on the disks.
                **Touch neither disks nor DiskPools.** A DiskPool of the same name takes its pool back as it is; \
                volumes do not come back by
                themselves: restore the claims from the backup into new volumes. Save what is left before anything \
                else, from a member that
                answers:
                ```
                read -rp "Number of a pod that answers: " GOOD
                kubectl exec -n @NS@ "@RELEASE@-etcd-$GOOD" -- etcdctl snapshot save /tmp/snapshot.db
                kubectl cp -n @NS@ "@RELEASE@-etcd-$GOOD:/tmp/snapshot.db" mayastor-etcd.db
                ```

                ## It is over if
                ```
                kubectl get pods -n @NS@
                @PLUGIN@ get nodes -n @NS@
                @PLUGIN@ get volumes -n @NS@
                ```
                all pods run and are ready, nodes and volumes are `Online`.
                """);
    }
}
