package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;

/** The runbook that moves a volume from the local-path provisioner to Mayastor. */
final class MoveBook {
    private MoveBook() {
    }

    static BundleFile of(Setting setting) {
        String registry = setting.plan().cluster().mayastor().handoff().registry();
        String image = (registry.isEmpty() ? "docker.io" : registry) + "/library/busybox:1.36";
        return setting.page("migrate-from-local-path.md", """
                # Move a volume from local-path to Mayastor
                ## It is this case if
                a claim is of the class `local-path` or `openebs-hostpath`: its data is on one node's system disk, and \
                gone with it.
                ```
                kubectl get pvc -A
                kubectl get storageclass
                ```
                The class of a claim cannot be changed. A new claim is made beside it, the files are copied while the \
                application stands still, and
                the application is told the new claim's name. The old claim stays until you delete it.

                ## Say which
                ```
                read -rp "Namespace: " SPACE
                read -rp "Claim: " CLAIM
                SIZE=$(kubectl get pvc -n "$SPACE" "$CLAIM" -o jsonpath='{.status.capacity.storage}')
                echo "$SPACE/$CLAIM: $SIZE"
                ```

                ## Stop what uses it
                ```
                kubectl describe pvc -n "$SPACE" "$CLAIM" | grep -A5 'Used By'
                read -rp "Its workload, such as deployment/web or statefulset/db: " WORKLOAD
                COUNT=$(kubectl get -n "$SPACE" "$WORKLOAD" -o jsonpath='{.spec.replicas}')
                kubectl scale -n "$SPACE" "$WORKLOAD" --replicas=0
                kubectl describe pvc -n "$SPACE" "$CLAIM" | grep -A5 'Used By'
                ```
                Go on when it says that nobody uses it.

                ## Copy
                ```
                cat > move.yaml << EOF
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: "$CLAIM-mayastor", namespace: "$SPACE"}
                spec:
                  storageClassName: @CLASS@
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: "$SIZE"}}
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: "$CLAIM-move", namespace: "$SPACE"}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                        - name: copy
                          image: %s
                          command: [sh, -ec, "cp -a /old/. /new/; sync; cd /old; find . | sort > /tmp/a; cd /new; find \
                . | grep -v lost+found | sort > /tmp/b; cmp /tmp/a /tmp/b"]
                          volumeMounts: [{name: old, mountPath: /old, readOnly: true}, {name: new, mountPath: /new}]
                      volumes:
                        - {name: old, persistentVolumeClaim: {claimName: "$CLAIM"}}
                        - {name: new, persistentVolumeClaim: {claimName: "$CLAIM-mayastor"}}
                EOF
                kubectl apply -f move.yaml
                kubectl wait -n "$SPACE" "job/$CLAIM-move" --for=condition=complete --timeout=6h
                kubectl logs -n "$SPACE" "job/$CLAIM-move"
                ```
                If it fails, the log says why; the old claim was only read. `kubectl delete -f move.yaml` takes it all \
                back.

                ## Use the new one
                In a Deployment put the new claim's name into `claimName` where the old one stands, then:
                ```
                kubectl scale -n "$SPACE" "$WORKLOAD" --replicas="$COUNT"
                kubectl get pods -n "$SPACE" -o wide
                ```
                A StatefulSet makes its claims' names itself: delete it with `--cascade=orphan`, and create it again \
                with `@CLASS@` as the class
                in its template; its new claims must get the data by the same copy, under the names that it wants.

                ## It is over if
                ```
                kubectl get pvc -n "$SPACE"
                @PLUGIN@ get volumes -n @NS@
                ```
                the application works on the new claim, and its volume is `Online` with @REPLICAS@ replicas. Only \
                then, and after a backup, the old
                claim may go: `kubectl delete pvc -n "$SPACE" "$CLAIM"`.
                """.formatted(image));
    }
}
