package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;

/** Runbooks about disks: lost, replaced, full. */
final class DiskBooks {
    private static final String OVER = """

            ## It is over if
            ```
            kubectl get diskpools -n @NS@
            @PLUGIN@ get pools -n @NS@
            @PLUGIN@ get volumes -n @NS@
            ```
            """;

    private DiskBooks() {
    }

    static BundleFile lost(Setting setting) {
        StringBuilder table = new StringBuilder("| pool | node | serial number | model |\n|---|---|---|---|\n");
        table.append(setting.pools("| `@POOL@` | `@NODE@` | `@SERIAL@` | @MODEL@ |\n"));
        return setting.page("disk-lost.md", """
                # A disk is lost, or fails
                ## It is this case if
                ```
                kubectl get diskpools -n @NS@
                @PLUGIN@ get pools -n @NS@
                ```
                a pool is not `Created` and `Online` while its node is. If all pools of a node are gone, take \
                [node-lost.md](node-lost.md).
                """, table.toString(), """

                ## What happens by itself
                Each volume with a replica there works on with its others. After ten minutes the replica is made anew \
                in another pool of another
                node, if there is room. A volume with one replica only, on that disk, stands still.

                ## Is it really the disk?
                ```
                kubectl describe diskpools -n @NS@
                kubectl logs -n @NS@ -l app=io-engine -c io-engine --tail=100 --prefix
                ```
                and on its node (each block is for one node):
                """, setting.nodes("""
                ```
                """ + NodeBooks.ADDRESS + """
                talosctl -n "$ADDRESS" get disks
                talosctl -n "$ADDRESS" dmesg | grep -iE 'nvme|I/O error' | tail -n 30
                @PLUGIN@ get block-devices @NODE@ --all -n @NS@
                ```
                """), """

                - The serial number is not among the disks: it is pulled, dead, or its slot is. Push it in once more; \
                the pool comes back by itself.
                - It is there, and the pool is not: the log names the cause. `invalid devlink`: the DiskPool was not \
                written by this bundle.
                  Another pool's name on it: somebody swapped disks; put them back. **Never delete the DiskPool to \
                make it anew.**
                - It makes errors: plan its replacement now, while its replicas can still be read.
                """ + (setting.canPurge() ? """
                - Errors that were mended (a cable, a slot) are counted until you clear them: `@PLUGIN@ clear-errors \
                pool` with the pool's name.
                """ : """
                - This release may call a pool `Online` whose disk fails: believe the kernel's log.
                """) + """

                If it is the disk: [replace-disk.md](replace-disk.md).
                """ + OVER + """
                every pool and every volume is `Online`.
                """);
    }

    static BundleFile replace(Setting setting) {
        return setting.page("replace-disk.md", """
                # Replace the disk of a pool
                ## It is this case if
                [disk-lost.md](disk-lost.md) sent you here, or a disk's health goes down and you want to be first. \
                Each volume must have another
                replica that is `Online`; what has none is lost with the disk:
                ```
                @PLUGIN@ get volumes -n @NS@
                @PLUGIN@ get volume-replica-topologies -n @NS@
                ```
                Find your disk by its serial number; it stands on its label.

                """, setting.pools("""

                ## @SERIAL@ of @NODE@
                Pool `@POOL@`, @MODEL@, `@LINK@`

                1. Give the pool up.
                """ + giveUp(setting) + """
                2. Empty the node by its section of [drain-and-reboot.md](drain-and-reboot.md), and stop before its \
                `reboot`.
                3. Let the appliance read the new disk. The permission names the old disk and nothing else. With that \
                disk gone it
                ends by itself when the agent has read the hardware, and nothing is written.
                ```
                """ + NodeBooks.MACHINE + """
                ichor roles set "$MACHINE" @SERIAL@=ignore
                ichor wipe "$MACHINE" --disk @SERIAL@ --for 2h --detach
                """ + NodeBooks.ADDRESS + """
                talosctl -n "$ADDRESS" shutdown
                ```
                Swap the disk, switch the machine on; it boots the agent from the network. If the node's file in your \
                inventory folder
                lists its disks, put the new serial number there and `ichor apply -f inventory/`.
                4. Give the new disk its role. If it carries something, this wants its serial number typed; `ichor \
                wipe` empties it.
                ```
                ichor disks list --machine "$MACHINE"
                read -rp "Serial number of the new disk: " NEW
                ichor roles set "$MACHINE" "$NEW=pool"
                ichor roles show "$MACHINE"
                ichor machines boot-on "$MACHINE"
                kubectl wait node/@NODE@ --for=condition=Ready --timeout=20m
                kubectl uncordon @NODE@
                @PLUGIN@ uncordon node @NODE@ reboot -n @NS@
                ```
                5. The new pool is in the new plan; its checks look at the disk before its DiskPool is made.
                ```
                ichor handoff diff @CLUSTER@
                ichor handoff gates @CLUSTER@
                ichor handoff run @CLUSTER@
                ichor handoff bundle @CLUSTER@ --to @CLUSTER@-bundle
                ```
                """), OVER + """
                the new pool is `Online`, the old one is not there any more, and every volume is `Online`.
                """);
    }

    private static String giveUp(Setting setting) {
        return setting.canPurge() ? """
                This takes no new replicas into it, and shows what would be lost:
                ```
                @PLUGIN@ cordon pool @POOL@ --replicas --snapshots -n @NS@
                @PLUGIN@ delete pool @POOL@ --purge --show-impact -n @NS@
                ```
                **If it names a volume that has no other replica, stop here.** Else:
                ```
                @PLUGIN@ delete pool @POOL@ --purge --yes --cleanup-dsp -n @NS@
                ```
                """ : """
                That works once no replica is on it: wait until its volumes are `Online` with replicas elsewhere. A \
                pool that is gone with
                replicas on it stays `Terminating`; only Mayastor 2.11 and later can purge it. It does no harm \
                meanwhile.
                ```
                kubectl delete diskpool @POOL@ -n @NS@ --wait=false
                ```
                """;
    }

    static BundleFile full(Setting setting) {
        return setting.page("pools-full.md", """
                # Pools fill up
                ## It is this case if
                ```
                @PLUGIN@ get pools -n @NS@
                ```
                little is free in one or more pools (capacity, used, available, committed). A thin volume whose pool \
                is full fails to write, and
                its replica there is faulted. A thick volume has its space already and does not.

                ## Where it goes
                ```
                @PLUGIN@ get volumes -n @NS@
                @PLUGIN@ get volume-replica-topologies -n @NS@
                @PLUGIN@ get volume-snapshots -n @NS@
                kubectl get pvc -A --sort-by=.spec.resources.requests.storage
                ```

                ## Get room
                1. Delete snapshots and claims that nobody needs. Released volumes with `Retain` hold their space:
                ```
                kubectl get pv | grep Released
                ```
                2. Delete files in thin volumes and have the space given back: `fstrim` in the pod that mounts the \
                volume.
                3. Add a disk or a node: [add-node.md](add-node.md). A pool has one disk and does not grow by a second \
                one; a new disk is a new pool.
                4. A volume with more replicas than it needs can give up one. This takes safety away; know what you do:
                ```
                read -rp "Id of the volume: " VOLUME
                @PLUGIN@ get volume "$VOLUME" -n @NS@
                read -rp "How many replicas it shall have: " COUNT
                @PLUGIN@ scale volume "$VOLUME" "$COUNT" -n @NS@
                ```
                """ + OVER + """
                every pool has at least 15 % free, and every volume is `Online`.
                """);
    }
}
