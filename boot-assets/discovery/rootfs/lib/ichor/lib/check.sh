# Whether a disk is the one that the appliance means, untouched since it was read, and not in use. Nothing here
# writes to a disk. Each check that fails says why in WHY. Sourced by the agent.
# shellcheck shell=dash
# shellcheck disable=SC2034  # the values are used by the other parts

# find_target BYTES WWID SERIAL: the one disk that has these now, in TARGET.
find_target() {
    local disk count=0
    TARGET=
    real_disks
    for disk in $DISKS; do
        read_value "$SYS/block/$disk/size"
        [ "$VALUE" = $(($1 / 512)) ] || continue
        identity_now "$disk"
        [ "$ID" = "$1 $2 $3" ] || continue
        TARGET=$disk
        count=$((count + 1))
    done
    case $count in
    1) return 0 ;;
    0) WHY="no drive of this machine has this wwid, serial and size" ;;
    *) WHY="$count drives of this machine have this wwid, serial and size" ;;
    esac
    TARGET=
    return 1
}

# identity_now DISK: as identity_of, from what drive and kernel say at this moment.
identity_now() {
    local dir=$LOOK/now/$1
    rm -rf "$dir"
    mkdir -p "$dir"
    disk_sysfs "$1" >"$dir/sysfs"
    case $1 in
    nvme*)
        controller_of "$1" "$DEV/$1"
        within 20 keep_binary "$1" "$dir/id-ctrl" 4096 nvme id-ctrl "$CONTROLLER" -b
        ;;
    sd*) within 40 scsi_pages "$1" "$DEV/$1" "$dir" ;;
    esac
    identity_of "$dir"
    rm -rf "$dir"
}

# nameplate DISK: what cannot stay the same when another drive takes the place, in PLATE. Costs no process.
nameplate() {
    local dir=$SYS/block/$1 file
    PLATE=
    for file in diskseq size wwid device/wwid device/serial serial dev; do
        read_value "$dir/$file"
        PLATE="$PLATE|$VALUE"
    done
}

# check_target DISK HOLD: all that must hold before the first write. HOLD: stop or leave.
check_target() {
    known_as "$1" && same_node "$1" && writable "$1" && unused "$1" "$2" && unchanged "$1"
}

# known_as DISK: it was read for the archive that the appliance has, under this name, to the end.
known_as() {
    local part
    if [ "$(sed -n 's/^identity //p' "$RUN/known/$1" 2>/dev/null)" != "$ID_WANTED" ]; then
        WHY="it was not read as $1 for the facts that the appliance has"
        return 1
    fi
    for part in head tail samples; do
        grep -q "^$part [0-9a-f]" "$RUN/known/$1" && continue
        WHY="its $part could not be read for the facts that the appliance has"
        return 1
    done
}

# same_node DISK: the node in /dev leads to the device that sysfs describes.
same_node() {
    local number
    read_value "$SYS/block/$1/dev" || return 0
    number=$(stat -L -c '%t %T' "$DEV/$1" 2>/dev/null)
    # shellcheck disable=SC2086  # two words
    set -- $number
    [ -n "$2" ] && [ "$VALUE" = "$((0x$1)):$((0x$2))" ] && return 0
    WHY="its node in /dev leads to another device than $VALUE"
    return 1
}

# writable DISK: the drive itself is not write-protected; our own guard is taken off for the question.
writable() {
    within 10 blockdev --setrw "$DEV/$1" || { WHY="it does not answer"; return 1; }
    read_value "$SYS/block/$1/ro"
    within 10 blockdev --setro "$DEV/$1"
    [ "$VALUE" = 1 ] || return 0
    WHY="the drive is write-protected"
    return 1
}

# unused DISK HOLD: not mounted, no swap, and no array or volume on it but what may be stopped.
unused() {
    local name
    holders_of "$1"
    for name in "$1" $(partitions_of "$1") $HOLDERS; do
        mounted "$name" && { WHY="$name is mounted or swapped to"; return 1; }
    done
    [ -z "$HOLDERS" ] && return 0
    if [ "$2" != stop ]; then
        WHY="it is in use by$HOLDERS"
        return 1
    fi
    for name in $HOLDERS; do
        stoppable "$name" "$1" || return 1
    done
}

partitions_of() {
    local dir
    for dir in "$SYS/block/$1/$1"*; do
        [ -e "$dir/partition" ] && printf '%s\n' "${dir##*/}"
    done
}

# mounted NAME: by device number, because a mount may go by any name.
mounted() {
    local number=-
    read_value "$SYS/block/$1/dev" || read_value "$SYS/class/block/$1/dev" || VALUE=
    [ -n "$VALUE" ] && number=$VALUE
    cut -d ' ' -f 3 "$PROC/self/mountinfo" 2>/dev/null | grep -q -x "$number" && return 0
    cut -d ' ' -f 1 "$PROC/swaps" 2>/dev/null | grep -q -x "/dev/$1"
}

# holders_of DISK: arrays and volumes on it or on its partitions, and what lies on those, lowest first, in HOLDERS.
holders_of() {
    local open next name dir file
    open="$1 $(partitions_of "$1")"
    HOLDERS=
    while [ -n "$open" ]; do
        next=
        for name in $open; do
            dir=$SYS/class/block/$name
            [ -d "$dir" ] || dir=$SYS/block/$name
            [ -d "$dir" ] || dir=$SYS/block/$1/$name
            for file in "$dir"/holders/*; do
                [ -e "$file" ] || continue
                case " $HOLDERS " in *" ${file##*/} "*) continue ;; esac
                HOLDERS="$HOLDERS ${file##*/}"
                next="$next ${file##*/}"
            done
        done
        open=$next
    done
}

# stoppable HOLDER DISK: it lies on disks of this order alone, and there is a way to stop it.
stoppable() {
    local file part disk
    for file in "$SYS/block/$1"/slaves/*; do
        [ -e "$file" ] || continue
        part=${file##*/}
        disk=$(disk_of "$part")
        case " $2 $ORDER_DISKS $HOLDERS " in *" $disk "*) continue ;; esac
        WHY="$1 lies on $part too, which is not to be erased"
        return 1
    done
    case $1 in
    md*) [ -w "$SYS/block/$1/md/array_state" ] && return 0 ;;
    dm-*) [ -x "$TOOLS/dmsetup" ] && [ -r "$SYS/block/$1/dm/name" ] && return 0 ;;
    esac
    WHY="there is no way to stop $1 here"
    return 1
}

# disk_of NAME: the disk of a partition; what is no partition is its own.
disk_of() {
    local dir
    for dir in "$SYS"/block/*/"$1"; do
        [ -e "$dir/partition" ] || continue
        dir=${dir%/*}
        printf '%s\n' "${dir##*/}"
        return 0
    done
    printf '%s\n' "$1"
}

# unchanged DISK: head, tail and samples, read now and not from memory, are what the appliance has.
unchanged() {
    local dir=$LOOK/again part
    WHY="it cannot be read again"
    read_again "$1" || return 1
    for part in head tail samples; do
        if ! grep -q -x "$(sum_line $part "$dir/$part")" "$RUN/known/$1"; then
            WHY="its $part is not what the appliance has seen"
            return 1
        fi
    done
    rm -rf "$dir"
}

# read_again DISK: head, tail and samples into $LOOK/again.
read_again() {
    rm -rf "$LOOK/again"
    mkdir -p "$LOOK/again"
    within 30 blockdev --flushbufs "$DEV/$1" 2>/dev/null &&
        within $((DISK_TENTHS / 5)) disk_edges "$1" "$DEV/$1" "$LOOK/again"
}
