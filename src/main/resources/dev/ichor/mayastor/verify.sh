BAD=0

# check WHAT LACKS: a line for people.
check() {
    if [ -z "$2" ]; then
        printf 'ok   %s\n' "$1"
    else
        BAD=$((BAD + 1))
        printf 'BAD  %s\n' "$1"
        printf '%s\n' "$2" | sed 's/^/       /'
    fi
}

# missing KIND NAME..: says which are not there.
missing() {
    kind=$1
    shift
    for name in "$@"; do
        [ -n "$(k get "$kind" "$name" --ignore-not-found -o name)" ] || echo "$kind $name is not there"
    done
}

# strangers: addresses of volumes that are in use which are no storage address.
strangers() {
    volumes=$(k get --raw "/api/v1/namespaces/$NAMESPACE/services/http:$RELEASE-api-rest:8081/proxy/v0/volumes?max_entries=1000") ||
        { echo "Mayastor's REST API does not answer" && return; }
    printf '%s' "$volumes" | tr -d ' \n' | tr ',' '\n' | sed -n 's/.*"deviceUri":"nvmf[^:]*:\/\/\([^:\/]*\).*/\1/p' | sort -u |
        while read -r address; do
            case " $STORAGE_ADDRESSES " in *" $address "*) ;; *) echo "a volume is served at $address" ;; esac
        done
}

# degraded: volumes that are not Online.
degraded() {
    volumes=$(k get --raw "/api/v1/namespaces/$NAMESPACE/services/http:$RELEASE-api-rest:8081/proxy/v0/volumes?max_entries=1000") ||
        { echo "Mayastor's REST API does not answer" && return; }
    printf '%s' "$volumes" | tr -d ' \n' | grep -o '"status":"\(Degraded\|Faulted\|Unknown\|Shutdown\)"' | sort | uniq -c
}

for node in $NODES; do check "node $node" "$(lacking "$node")"; done
check "the kind DiskPool" "$(crd_lacking)"
check "pods of Mayastor" "$(engines_lacking)"
check "pools" "$(pools_lacking)"
check "storage classes" "$(missing storageclasses.storage.k8s.io mayastor-single mayastor-replicated)"
check "volumes" "$(degraded)"
[ -z "$STORAGE" ] || check "volumes are served in $STORAGE" "$(strangers)"
if k get --raw /apis | grep -q '"monitoring.coreos.com"'; then
    check "metrics and alerts" "$(k get -f monitoring/service-monitor.yaml -f monitoring/rules.yaml -o name 2>&1 >/dev/null)"
else
    printf 'none metrics and alerts: the cluster has no Prometheus operator\n'
fi
if [ $BAD -gt 0 ]; then
    printf '%d checks are bad\n' "$BAD"
    exit 1
fi
echo "All is well on $CLUSTER."
