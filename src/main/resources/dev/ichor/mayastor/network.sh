# Proves that packets of full size pass the storage network, and counts huge pages. Runs in the host's network.
# Arguments: NODE ADDRESS MTU, then OTHER ADDRESS for each other storage node; without a storage network ADDRESS is "-".
# Says "ichor-jumbo NODE OTHER ok|bad WORDS" and "ichor-hugepages NODE FREE/TOTAL". Ends with 1 if something is bad.
# Linux forbids to fragment what ping sends, and what is longer than the interface's MTU never leaves.
# shellcheck shell=sh
set -u
SYS=${ICHOR_SYS:-/sys}
HEADERS=28
NODE=$1
ADDRESS=$2
MTU=$3
shift 3
BAD=0

number() {
    read -r NUMBER <"$1" 2>/dev/null || NUMBER=0
}

# interface: the one with the storage address, in INTERFACE; its MTU in HAS.
interface() {
    INTERFACE=
    for word in $(ip -o -4 addr show | while read -r _ name _ address _; do
        [ "${address%/*}" = "$ADDRESS" ] && echo "$name"
    done); do
        INTERFACE=${word%:}
    done
    [ -n "$INTERFACE" ] || return 1
    number "$SYS/class/net/${INTERFACE%@*}/mtu"
    HAS=$NUMBER
}

said() {
    printf 'ichor-jumbo %s %s %s %s\n' "$NODE" "$1" "$2" "$3"
    [ "$2" = ok ] || BAD=1
}

ping_to() {
    if [ -z "$INTERFACE" ]; then
        said "$1" bad "$NODE has no interface with the address $ADDRESS"
    elif [ "$HAS" -ne "$MTU" ]; then
        said "$1" bad "$INTERFACE of $NODE has an MTU of $HAS, not $MTU"
    elif ping -c 3 -W 2 -I "$ADDRESS" -s $((MTU - HEADERS)) "$2" >/dev/null 2>&1; then
        said "$1" ok "$MTU bytes from $ADDRESS to $2 and back"
    elif ping -c 3 -W 2 -I "$ADDRESS" -s 56 "$2" >/dev/null 2>&1; then
        said "$1" bad "small packets reach $2, those of $MTU bytes do not"
    else
        said "$1" bad "$2 does not answer"
    fi
}

interface || INTERFACE=
while [ $# -ge 2 ]; do
    [ "$ADDRESS" = - ] || ping_to "$1" "$2"
    shift 2
done
number "$SYS/kernel/mm/hugepages/hugepages-2048kB/free_hugepages"
free=$NUMBER
number "$SYS/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages"
printf 'ichor-hugepages %s %s/%s\n' "$NODE" "$free" "$NUMBER"
exit $BAD
