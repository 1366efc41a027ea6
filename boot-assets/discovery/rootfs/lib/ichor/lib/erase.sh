# Erasing one disk that was checked. Only this file writes to a disk. Sourced by the agent.
# shellcheck shell=dash

EDGE=33554432
CHUNK=${CHUNK:-268435456}
DISCARD=${DISCARD:-68719476736}

# erase_all DISK HOLD PLATE: runs in the background; how far it is stands in erase.now ("<deadline> <percent> <what>",
# deadline in seconds of uptime), the end in erase.end ("erased <method>" or "failed <why>").
erase_all() {
    local disk=$1 node=$DEV/$1 method='' size
    ERASE_PLATE=$3
    read_value "$SYS/block/$1/size"
    size=$((VALUE * 512))
    now
    along 60 0 "preparing"
    stop_holders "$disk" "$2" || { ended "failed" "$WHY"; return; }
    blockdev --setrw "$node"
    if can_format "$disk"; then
        format_all "$disk" && method="nvme format"
    fi
    [ -z "$method" ] && discard_all "$disk" "$size" && method=discard
    [ -z "$method" ] && zero_all "$disk" "$size" && method=zeros
    if [ -n "$method" ] && ! zero_places "$disk" "$size"; then
        method=
    elif [ -n "$method" ] && [ "$method" != zeros ] && ! blank_now "$disk" "$size"; then
        method="$method, then zeros"
        zero_all "$disk" "$size" || method=
    fi
    # The kernel must forget the partitions; it may do so only when nobody else has the node open.
    along 60 99 "reading the partition table"
    blockdev --rereadpt "$node" 2>/dev/null
    if ! same_plate "$disk"; then
        ended failed "another drive took its place"
    elif [ -z "$method" ]; then
        ended failed "the drive could not be written: ${WHY:-it does not say why}"
    elif ! blank_now "$disk" "$size"; then
        ended failed "it is not blank after $method"
    else
        ended erased "$method"
    fi
    blockdev --setro "$node"
}

# along SECONDS PERCENT WHAT: what begins now, and how long it may take.
along() {
    now
    printf '%s %s %s\n' "$((NOW + $1))" "$2" "$3" >"$LOOK/erase.new"
    mv "$LOOK/erase.new" "$LOOK/erase.now"
}

ended() {
    printf '%s %s\n' "$1" "$2" >"$LOOK/erase.new"
    mv "$LOOK/erase.new" "$LOOK/erase.end"
}

same_plate() {
    nameplate "$1"
    [ "$PLATE" = "$ERASE_PLATE" ]
}

# destroy DISK SECONDS PERCENT WHAT COMMAND..: one step that writes, if the drive is still the one that was checked.
# Its process id is left where it can be found and ended.
destroy() {
    same_plate "$1" || { WHY="another drive took its place"; return 1; }
    along "$2" "$3" "$4"
    shift 4
    "$@" >/dev/null 2>"$LOOK/erase.said" &
    printf '%s\n' $! >"$LOOK/erase.child"
    wait $! && return 0
    WHY=$(tail -n 1 "$LOOK/erase.said")
    return 1
}

# can_format DISK: the controller formats, it is a local one, its namespaces are formatted one by one or there can
# be one only (FNA bits 0 and 1, NN), and the block format in use has no metadata, whose layout a format might change.
# NVM Express Base Specification, Identify Controller bytes 256, 516, 524; NVM Command Set, Identify Namespace.
can_format() {
    local dir=$LOOK/format format
    read_value "$SYS/block/$1/device/transport" && [ "$VALUE" = pcie ] || return 1
    controller_of "$1" "$DEV/$1"
    rm -rf "$dir"
    mkdir -p "$dir"
    along 60 0 "asking the controller"
    keep_binary "$1" "$dir/ctrl" 4096 nvme id-ctrl "$CONTROLLER" -b
    keep_binary "$1" "$dir/ns" 4096 nvme id-ns "$DEV/$1" -b
    [ -e "$dir/ctrl" ] && [ -e "$dir/ns" ] || return 1
    [ $(($(number_at "$dir/ctrl" 256 2) & 2)) -ne 0 ] || return 1
    if [ $(($(number_at "$dir/ctrl" 524 1) & 3)) -ne 0 ] && [ "$(number_at "$dir/ctrl" 516 4)" != 1 ]; then
        return 1
    fi
    format=$(number_at "$dir/ns" 26 1)
    FORMAT=$((format & 15 | (format >> 1) & 48))
    [ "$(number_at "$dir/ns" 25 1)" -lt 16 ] && FORMAT=$((format & 15))
    [ "$(number_at "$dir/ns" $((128 + 4 * FORMAT)) 2)" = 0 ] || return 1
    read_value "$SYS/block/$1/nsid" || return 1
    NAMESPACE=$VALUE
    case $NAMESPACE in '' | *[!0-9]* | 0 | 4294967295) return 1 ;; esac
}

# number_at FILE BYTE COUNT: little-endian, COUNT 1, 2 or 4.
number_at() {
    dd if="$1" bs=1 skip="$2" count="$3" 2>/dev/null | hexdump -v -e "1/$3 \"%u\""
}

format_all() {
    local seconds
    read_value "$SYS/block/$1/size"
    seconds=$((900 + VALUE / 2097152))
    destroy "$1" $((seconds + 30)) 0 "nvme format" "$TOOLS/nvme" format "$DEV/$1" "--namespace-id=$NAMESPACE" \
        "--lbaf=$FORMAT" --ses=1 "--timeout=$((seconds * 1000))" --force
}

# discard_all DISK SIZE
discard_all() {
    local at=0 length
    read_value "$SYS/block/$1/queue/discard_max_bytes" && [ "$VALUE" != 0 ] || return 1
    while [ $at -lt "$2" ]; do
        length=$(($2 - at))
        [ $length -gt "$DISCARD" ] && length=$DISCARD
        destroy "$1" 600 $((at * 9 / ($2 / 100 + 1) / 90)) discard blkdiscard -o "$at" -l "$length" "$DEV/$1" || return 1
        at=$((at + length))
    done
}

# zero_all DISK SIZE: the whole disk.
zero_all() {
    local at=0 length
    while [ $at -lt "$2" ]; do
        length=$(($2 - at))
        [ $length -gt "$CHUNK" ] && length=$CHUNK
        zeros "$1" "$at" "$length" $((10 + at / ($2 / 85 + 1))) || return 1
        at=$((at + length))
    done
}

# zeros DISK START COUNT PERCENT: writes zeros and waits until the drive has them.
zeros() {
    destroy "$1" 300 "$4" "writing zeros" dd if=/dev/zero of="$DEV/$1" bs=64k seek="$2" count="$3" \
        iflag=count_bytes oflag=seek_bytes conv=notrunc,fsync
}

# zero_places DISK SIZE: the first and the last 32 MiB, and both ends of where partitions were.
zero_places() {
    local edge=$EDGE start sectors
    [ "$2" -lt $edge ] && edge=$2
    zeros "$1" 0 "$edge" 96 && zeros "$1" $(($2 - edge)) "$edge" 96 || return 1
    sed -n 's/^partition //p' "$RUN/known/$1" >"$LOOK/places"
    while read -r start sectors; do
        if [ $((start + sectors)) -gt $(($2 / 512)) ] || [ "$sectors" -le 0 ]; then
            continue
        fi
        edge=$((sectors * 512))
        [ "$edge" -gt "$MIB" ] && edge=$MIB
        zeros "$1" $((start * 512)) "$edge" 97 &&
            zeros "$1" $(((start + sectors) * 512 - edge)) "$edge" 97 || return 1
    done <"$LOOK/places"
}

# blank_now DISK SIZE: head, tail and samples are zero, read from the drive and not from memory.
blank_now() {
    local part edge=$MIB
    [ "$2" -lt "$edge" ] && edge=$2
    along 240 98 "reading it back"
    WHY="it cannot be read back"
    read_again "$1" || return 1
    [ "$(stat -c %s "$LOOK/again/head")" = "$edge" ] && [ "$(stat -c %s "$LOOK/again/tail")" = "$edge" ] || return 1
    [ "$(stat -c %s "$LOOK/again/samples")" -gt 0 ] || return 1
    for part in head tail samples; do
        [ "$(tr -d '\000' <"$LOOK/again/$part" | head -c 1 | wc -c)" = 0 ] || return 1
    done
    rm -rf "$LOOK/again"
}

# stop_holders DISK HOLD: arrays and volumes, the topmost first.
stop_holders() {
    local name last=
    holders_of "$1"
    while [ -n "$HOLDERS" ]; do
        if [ "$2" != stop ] || [ "$HOLDERS" = "$last" ]; then
            WHY="it is still in use by$HOLDERS"
            return 1
        fi
        last=$HOLDERS
        name=${HOLDERS##* }
        case $name in
        md*) echo clear >"$SYS/block/$name/md/array_state" ;;
        dm-*) read_value "$SYS/block/$name/dm/name" && "$TOOLS/dmsetup" remove --noudevsync "$VALUE" ;;
        esac >/dev/null 2>&1
        holders_of "$1"
    done
}
