LC_ALL=C
export LC_ALL
cd "$(dirname "$0")" || exit 1

k() {
    kubectl --namespace "$NAMESPACE" "$@"
}

# lacking NODE: says what a storage node lacks; nothing if it is fit.
lacking() {
    lacking=$(k get node "$1" --ignore-not-found -o 'jsonpath=ready={.status.conditions[?(@.type=="Ready")].status} engine={.metadata.labels.openebs\.io/engine} pages={.status.allocatable.hugepages-2Mi} ') ||
        lacking=
    case $lacking in
    '') echo "$1 is not in the cluster" && return ;;
    *'ready=True '*) ;;
    *) echo "$1 is not Ready" ;;
    esac
    case $lacking in *' engine=mayastor '*) ;; *) echo "$1 has no label openebs.io/engine=mayastor" ;; esac
    pages=${lacking##* pages=}
    pages=${pages%% *}
    case $pages in
    *[!0-9]*[!GMKi]*) pages=0 ;;
    *Gi) pages=$((${pages%Gi} * 512)) ;;
    *Mi) pages=$((${pages%Mi} / 2)) ;;
    *Ki) pages=$((${pages%Ki} / 2048)) ;;
    '') pages=0 ;;
    *[!0-9]*) pages=0 ;;
    *) pages=$((pages / 2097152)) ;;
    esac
    [ "$pages" -ge "$HUGEPAGES" ] || echo "$1 has $pages hugepages of 2 MiB for pods, $HUGEPAGES are needed"
}

# pods: NAME NODE READY of each pod, a line each.
pods() {
    k get pods -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.spec.nodeName}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}'
}

# engines_lacking: says which parts of Mayastor are not ready.
engines_lacking() {
    all=$(pods) || { echo "the pods cannot be listed" && return; }
    for node in $NODES; do
        found=
        while read -r name where ready; do
            case $name in "$RELEASE-io-engine-"*) [ "$where" = "$node" ] && [ "$ready" = True ] && found=1 ;; esac
        done <<EOF
$all
EOF
        [ -n "$found" ] || echo "no io-engine is ready on $node"
    done
    found=
    while read -r name where ready; do
        # Of a pod without a node the second word is its readiness.
        case $name in
        "$RELEASE-etcd-"*)
            found=1
            [ "$ready" = True ] || echo "$name is not ready"
            ;;
        "$RELEASE-agent-core-"* | "$RELEASE-api-rest-"* | "$RELEASE-csi-controller-"* | "$RELEASE-operator-diskpool-"*)
            [ "$ready" = True ] || echo "$name is not ready"
            ;;
        esac
    done <<EOF
$all
EOF
    [ -n "$found" ] || echo "there is no etcd pod"
}

# crd_lacking: says why pools cannot be created yet.
crd_lacking() {
    crd=$(k get customresourcedefinitions.apiextensions.k8s.io diskpools.openebs.io --ignore-not-found -o 'jsonpath={.status.conditions[?(@.type=="Established")].status} {.spec.versions[?(@.served==true)].name} ') || crd=
    case $crd in
    True*" $POOL_API "*) ;;
    *) echo "DiskPools are not served as $POOL_API yet" ;;
    esac
}

# pools_lacking: says which pools are not online.
pools_lacking() {
    while read -r pool rest; do
        state=$(k get diskpools.openebs.io "$pool" --ignore-not-found -o 'jsonpath={.status.cr_state} {.status.status} {.status.pool_status}') ||
            state=
        # Newer versions say status, older ones pool_status: the first that is there counts.
        # shellcheck disable=SC2086
        set -- $state
        [ "${1:-} ${2:-}" = "Created Online" ] || echo "pool $pool is ${state:-not there}"
    done <<EOF
$POOLS
EOF
}
