# How long each wait may take and how long it is between two looks, in seconds; and where the chart is: its name in a repository, a file, or oci://…
PATIENCE=${PATIENCE:-900}
PACE=${PACE:-5}
CHART=${CHART:-$CHART_NAME}
REPOSITORY=${REPOSITORY-$CHART_REPOSITORY}
STEP=start
PROVEN=
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

step() {
    STEP=$1
    printf '\n== %s: %s\n' "$1" "$2"
}

fail() {
    printf '\nFAILED in step %s: %s\n' "$STEP" "$1" >&2
    k get pods -o wide >&2 || true
    k get events --field-selector type=Warning >&2 || true
    echo "When it is mended, run this again: what is done stays done." >&2
    exit 1
}

apply() {
    k apply --server-side --field-manager=ichor -f "$1" || fail "$1 was refused"
}

# wait_until WORDS CHECK: until the check says nothing.
wait_until() {
    waited=0
    last=
    while :; do
        lacks=$($2) || lacks="$1"
        [ -n "$lacks" ] || return 0
        [ "$lacks" = "$last" ] || printf '%s\n' "$lacks"
        last=$lacks
        [ "$waited" -lt "$PATIENCE" ] || fail "after $PATIENCE seconds: $1: $lacks"
        sleep "$PACE"
        waited=$((waited + PACE))
    done
}

nodes_lacking() {
    for node in $NODES; do lacking "$node"; done
}

# Names of the pods that wait_until looks at.
RUNNING=
running() {
    for pod in $RUNNING; do
        phase=$(k get pod "$pod" --ignore-not-found -o 'jsonpath={.status.phase}') || phase=
        case $phase in Succeeded | Failed) ;; *) echo "$pod is ${phase:-not there}" ;; esac
    done
}

# run_pods POD FILE..: to their ends; what they print goes to files.
run_pods() {
    RUNNING=
    while [ $# -gt 0 ]; do
        k delete pods "$1" --ignore-not-found --wait=true --timeout=5m || fail "the old pod $1 cannot be removed"
        apply "$2"
        RUNNING="$RUNNING $1"
        shift 2
    done
    wait_until "check pods run" running
    for pod in $RUNNING; do
        k logs "$pod" >"$WORK/$pod" || fail "the log of $pod cannot be read"
        k get pod "$pod" -o 'jsonpath={.status.phase}' >"$WORK/$pod.phase" || fail "$pod cannot be seen"
        grep -v '^{' "$WORK/$pod" || true
    done
}

# look_for_pools: POOL NODE DISK.. of each pool that is there, into THERE.
look_for_pools() {
    kind=$(k get customresourcedefinitions.apiextensions.k8s.io diskpools.openebs.io --ignore-not-found -o name) ||
        fail "it cannot be seen which pools there are"
    THERE=
    [ -z "$kind" ] || THERE=$(k get diskpools.openebs.io -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.spec.node}{" "}{.spec.disks[*]}{"\n"}{end}') ||
        fail "it cannot be seen which pools there are"
}

# is_there POOL NODE LINK: whether that pool is there on that disk. Another one on it, or it on another, ends all.
is_there() {
    is_there=1
    while read -r there_pool there_node there_disk there_rest; do
        there_disk=${there_disk#*://}
        there_disk=${there_disk%%\?*}
        if [ "$there_pool" = "$1" ]; then
            [ "$there_node $there_disk $there_rest" = "$2 $3 " ] ||
                fail "the pool $1 is there already, on $there_node with $there_disk; the plan has it on $2 with $3"
            is_there=0
        elif [ "$there_node $there_disk" = "$2 $3" ]; then
            fail "$3 of $2 belongs to the pool $there_pool already; the plan has it in $1"
        fi
    done <<EOF
$THERE
EOF
    return $is_there
}

# prove_disks: each pool disk is proven by what its node's pod printed, or its pool is there.
prove_disks() {
    look_for_pools
    set --
    for node in $NODES; do
        needed=
        while read -r pool where link serial; do
            [ "$where" = "$node" ] || continue
            if is_there "$pool" "$where" "$link"; then echo "pool $pool is there already"; else needed=1; fi
        done <<EOF
$POOLS
EOF
        [ -z "$needed" ] || set -- "$@" "ichor-disks-$node" "checks/disks-$node.yaml"
    done
    [ $# -eq 0 ] || run_pods "$@"
    while read -r pool where link serial; do
        is_there "$pool" "$where" "$link" && continue
        log=$WORK/ichor-disks-$where
        if grep -q "^ichor-disk $(quoted "$serial") bad" "$log"; then
            fail "disk $serial of $where is not fit to be the pool $pool"
        fi
        grep -q "^ichor-disk $(quoted "$serial") ok" "$log" || fail "nothing was said of disk $serial of $where"
        PROVEN="$PROVEN $pool "
    done <<EOF
$POOLS
EOF
}

# quoted TEXT: for grep.
quoted() {
    printf '%s' "$1" | sed 's/[][\.*^$]/\\&/g'
}

# A failed pod proves nothing, unless it failed for disks whose pools are there.
judge_disk_pods() {
    for node in $NODES; do
        [ -e "$WORK/ichor-disks-$node.phase" ] || continue
        [ "$(cat "$WORK/ichor-disks-$node.phase")" = Failed ] || continue
        others=
        while read -r pool where link serial; do
            [ "$where" = "$node" ] || continue
            if is_there "$pool" "$where" "$link"; then others=1; fi
        done <<EOF
$POOLS
EOF
        [ -n "$others" ] || fail "the pod ichor-disks-$node failed, so its disks are not proven"
    done
}

# create_pools: nothing at all unless each disk was proven in this run, or its pool is there.
create_pools() {
    look_for_pools
    while read -r pool where link serial; do
        is_there "$pool" "$where" "$link" && continue
        case $PROVEN in *" $pool "*) ;; *) fail "disk $serial of $where was not proven in this run; no pool was created" ;; esac
    done <<EOF
$POOLS
EOF
    while read -r pool where link serial; do
        apply "manifests/pools/$pool.yaml"
    done <<EOF
$POOLS
EOF
}

check_network() {
    for node in $NODES; do
        counted=$(sed -n 's/^ichor-hugepages [^ ]* \([0-9]*\/[0-9]*\)$/\1/p' "$WORK/ichor-network-$node" | tail -n 1)
        [ -n "$counted" ] || fail "the hugepages of $node were not counted"
        [ "${counted#*/}" -ge "$HUGEPAGES" ] || fail "$node has ${counted#*/} hugepages, $HUGEPAGES are needed"
        # An io-engine that runs has taken its own.
        if ! pods | grep -q "^$RELEASE-io-engine-[^ ]* $(quoted "$node") "; then
            [ "${counted%/*}" -ge "$HUGEPAGES" ] || fail "$node has ${counted%/*} free hugepages, $HUGEPAGES are needed"
        fi
        if grep -q '^ichor-jumbo .* bad' "$WORK/ichor-network-$node"; then
            fail "full-size packets do not pass from $node"
        fi
        [ -n "$STORAGE" ] || continue
        for other in $NODES; do
            [ "$other" = "$node" ] && continue
            grep -q "^ichor-jumbo $(quoted "$node") $(quoted "$other") ok" "$WORK/ichor-network-$node" ||
                fail "nothing was measured from $node to $other"
        done
    done
}

claim_lacking() {
    phase=$(k get persistentvolumeclaims ichor-check --ignore-not-found -o 'jsonpath={.status.phase}') || phase=
    [ "$phase" = Bound ] || echo "the claim is ${phase:-new}"
}

# replicas_lacking: says what the volume lacks, as Mayastor tells it.
replicas_lacking() {
    volume=$(k get --raw "/api/v1/namespaces/$NAMESPACE/services/http:$RELEASE-api-rest:8081/proxy/v0/volumes/$VOLUME") ||
        volume=
    printf '%s\n' "$(printf '%s' "$volume" | tr -d ' \n')" | sed -n 's/.*"replica_topology":{//p' | tr '{' '\n' |
        sed -n 's/.*"node":"\([^"]*\)".*"state":"\([^"]*\)".*/\1 \2/p' >"$WORK/replicas"
    online=0
    domains=
    while read -r node state; do
        [ "$state" = Online ] || { echo "the replica on $node is $state" && continue; }
        domain=$(printf '%s\n' "$DOMAINS" | sed -n "s/^$(quoted "$node") //p")
        case $domains in *"|${domain:-$node}|"*) echo "two replicas share the failure domain ${domain:-$node}" ;; esac
        domains="$domains|${domain:-$node}|"
        online=$((online + 1))
    done <"$WORK/replicas"
    [ "$online" -ge "$REPLICAS" ] || echo "$online of $REPLICAS replicas are online"
}

step preflight "look whether the cluster is ready for it"
for tool in helm kubectl; do
    command -v "$tool" >/dev/null || { echo "$tool is not on the PATH" >&2 && exit 7; }
done
wait_until "nodes are not fit" nodes_lacking

step namespace "create the namespace"
apply manifests/00-namespace.yaml

step network "measure the storage network and the hugepages"
set --
for node in $NODES; do set -- "$@" "ichor-network-$node" "checks/network-$node.yaml"; done
run_pods "$@"
check_network

step disks "prove that each pool disk is the planned one and carries nothing"
prove_disks
judge_disk_pods

step chart "install $CHART_NAME $CHART_VERSION"
set -- upgrade --install "$RELEASE" "$CHART" --version "$CHART_VERSION" --values chart/values.yaml --timeout 10m
[ "$CHART" != "$CHART_NAME" ] || [ -z "$REPOSITORY" ] || set -- "$@" --repo "$REPOSITORY"
helm --namespace "$NAMESPACE" "$@" || fail "helm failed"

step crd "wait until Kubernetes knows DiskPools"
wait_until "DiskPools are not known" crd_lacking

step engine "wait for the io-engine on each storage node, and for etcd"
wait_until "Mayastor is not ready" engines_lacking

step pools "create the pools on the proven disks"
create_pools
wait_until "pools are not online" pools_lacking

step classes "create the storage classes"
# What replicas spread over must be known to Mayastor before a volume asks for it.
labels=manifests/20-node-labels.txt
if [ -e $labels ]; then
    while read -r path; do
        case $path in '#'*) continue ;; esac
        k replace --raw "/api/v1/namespaces/$NAMESPACE/services/http:$RELEASE-api-rest:8081/proxy/$path" -f - \
            </dev/null >/dev/null || fail "the label $path was refused"
    done <$labels
fi
apply manifests/30-classes.yaml

step alerts "create metrics and alerts"
if k get --raw /apis | grep -q '"monitoring.coreos.com"'; then
    apply monitoring/service-monitor.yaml
    apply monitoring/rules.yaml
else
    echo "skipped: the cluster has no Prometheus operator, so nothing watches Mayastor"
fi

step volume "try a volume"
apply checks/claim.yaml
wait_until "the claim is not bound" claim_lacking

step fio "measure the volume"
run_pods ichor-check-fio checks/fio.yaml
grep -q '^ichor-fio volume ' "$WORK/ichor-check-fio" || fail "fio said nothing"
if grep -q '^ichor-fio-failed ' "$WORK/ichor-check-fio"; then fail "fio failed"; fi

step replicas "look where the replicas of the volume are"
VOLUME=$(k get persistentvolumeclaims ichor-check -o 'jsonpath={.spec.volumeName}')
VOLUME=${VOLUME#pvc-}
wait_until "replicas are missing" replicas_lacking
cat "$WORK/replicas"

step clean-up "remove the check pods and the check claim"
set -- ichor-check-fio
for node in $NODES; do set -- "$@" "ichor-network-$node" "ichor-disks-$node"; done
k delete pods "$@" --ignore-not-found --wait=true --timeout=5m || fail "check pods cannot be removed"
k delete persistentvolumeclaims ichor-check --ignore-not-found --wait=true --timeout=5m ||
    fail "the check claim cannot be removed"
printf '\nMayastor is installed on %s, and a volume was tried.\n' "$CLUSTER"
