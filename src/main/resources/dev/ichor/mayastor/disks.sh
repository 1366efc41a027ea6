# Proves that each pool disk of this node is the plan's and holds nothing that a DiskPool would overwrite. Only reads.
# Arguments, six for each disk: POOL LINK SERIAL WWID BYTES WAS, where WAS is "kept" if the pool is known to be there.
# Says "ichor-disk SERIAL ok|bad WORDS" for each; if all are ok, measures them: after the line
# "ichor-fio disk SERIAL JOB" comes fio's JSON on one line. Ends with 1 if a disk is bad or was not measured.
# Needs nothing but a shell, coreutils and fio. Paths can be set otherwise for tests.
# shellcheck shell=sh
set -u
LC_ALL=C
export LC_ALL
DEV=${ICHOR_DEV:-/host/dev}
SYS=${ICHOR_SYS:-/sys}
MOUNTS=${ICHOR_MOUNTS:-/proc/1/mountinfo}
SWAPS=${ICHOR_SWAPS:-/proc/swaps}
SCRATCH=${ICHOR_SCRATCH:-/scratch}
KIND=${ICHOR_KIND:-b}
SECONDS_EACH=${ICHOR_SECONDS:-10}
MIB=1048576
EDGE=16
SAMPLES=64
SAMPLE=65536
PAGE=4096
BAD=0

trimmed() {
    trimmed=$1
    while :; do
        case $trimmed in
        ' '*) trimmed=${trimmed# } ;;
        *' ') trimmed=${trimmed% } ;;
        *) return 0 ;;
        esac
    done
}

# value FILE: its text without NUL and outer spaces, in VALUE; fails if it cannot be read.
value() {
    [ -r "$1" ] || return 1
    trimmed "$(tr -d '\000' <"$1" 2>/dev/null)"
    VALUE=$trimmed
    [ -n "$VALUE" ]
}

# same_serial NAME SERIAL: whether a place where Linux tells serials tells this one. FOUND has what was told.
same_serial() {
    FOUND=
    for file in "$SYS/class/block/$1/device/serial" "$SYS/class/block/$1/serial"; do
        value "$file" && FOUND=$VALUE && [ "$VALUE" = "$2" ] && return 0
    done
    if [ -r "$SYS/class/block/$1/device/vpd_pg80" ]; then
        trimmed "$(dd if="$SYS/class/block/$1/device/vpd_pg80" bs=1 skip=4 2>/dev/null | tr -d '\000')"
        FOUND=${trimmed:-$FOUND}
        [ -n "$trimmed" ] && [ "$trimmed" = "$2" ] && return 0
    fi
    return 1
}

# used NAME NUMBER: whether the kernel uses it, or knows a partition of it. WORDS says how.
used() {
    for entry in "$SYS/class/block/$1/holders"/*; do
        [ -e "$entry" ] && WORDS="is held by ${entry##*/}" && return 0
    done
    for entry in "$SYS/class/block/$1/$1"*; do
        [ -e "$entry/partition" ] && WORDS="has the partition ${entry##*/}" && return 0
    done
    while read -r _ _ number _ place rest; do
        source=${rest##* - }
        source=${source#* }
        source=${source%% *}
        [ "$number" = "$2" ] && WORDS="is mounted at $place" && return 0
        [ "$source" = "/dev/$1" ] && WORDS="is mounted at $place" && return 0
    done <"$MOUNTS"
    while read -r source rest; do
        [ "$source" = "/dev/$1" ] && WORDS="is swapped to" && return 0
    done <"$SWAPS"
    return 1
}

# copy NODE START BYTES: adds that part to the scratch file.
copy() {
    for block in $MIB $PAGE 512; do
        [ $(($2 % block)) -eq 0 ] && [ $(($3 % block)) -eq 0 ] && break
    done
    dd if="$1" bs="$block" skip=$(($2 / block)) count=$(($3 / block)) >>"$SCRATCH/part" 2>/dev/null
}

# part NODE START BYTES: copies only that part; fails unless every byte was read.
part() {
    : >"$SCRATCH/part"
    copy "$1" "$2" "$3" && is_long "$3"
}

is_long() {
    [ "$(wc -c <"$SCRATCH/part")" -eq "$1" ]
}

# is_zero PLACE: fails unless all that was copied is zero. WORDS says where it is not.
is_zero() {
    WORDS="holds data $1"
    [ "$(tr -d '\000' <"$SCRATCH/part" | wc -c)" -eq 0 ]
}

# blank NODE BYTES: fails unless head, tail and samples in between are zero. WORDS says why.
blank() {
    edge=$((EDGE * MIB))
    [ $((2 * edge)) -gt "$2" ] && edge=$(($2 / 2 / PAGE * PAGE))
    WORDS="cannot be read at its start"
    part "$1" 0 $edge && is_zero "at its start" || return 1
    WORDS="cannot be read at its end"
    part "$1" $(($2 - edge)) $edge && is_zero "at its end" || return 1
    step=$(($2 / (SAMPLES + 1)))
    [ $step -ge $SAMPLE ] || return 0
    WORDS="cannot be read between start and end"
    : >"$SCRATCH/part"
    sample=1
    while [ $sample -le $SAMPLES ]; do
        copy "$1" $((sample * step / PAGE * PAGE)) $SAMPLE || return 1
        sample=$((sample + 1))
    done
    is_long $((SAMPLES * SAMPLE)) && is_zero "between start and end"
}

# carries NODE POOL: whether it is an SPDK volume store of exactly this name, which its metadata page tells. WORDS
# has what it is instead; empty if it is no volume store.
carries() {
    WORDS=
    part "$1" 0 $PAGE || return 1
    [ "$(dd if="$SCRATCH/part" bs=8 count=1 2>/dev/null | tr '\000' '.')" = SPDKBLOB ] || return 1
    WORDS="carries another Mayastor pool"
    first=$(od -An -tu4 -j 48 -N 4 <"$SCRATCH/part" | tr -d ' ')
    super=$(od -An -tu4 -j 20 -N 4 <"$SCRATCH/part" | tr -d ' ')
    part "$1" $(((first + super) * PAGE)) $PAGE || return 1
    tr '\000' '\n' <"$SCRATCH/part" >"$SCRATCH/words"
    while IFS= read -r line; do
        [ "$line" = "name$2" ] && return 0
        case $line in name?*) WORDS="carries another Mayastor pool: ${line#name}" ;; esac
    done <"$SCRATCH/words"
    return 1
}

# judge POOL LINK SERIAL WWID BYTES WAS: WORDS says what is; NODE is the device.
judge() {
    WORDS="$2 does not exist"
    [ -L "$DEV/${2#/dev/}" ] || return 1
    NODE=$(readlink -f "$DEV/${2#/dev/}") && [ -n "$NODE" ] && test "-$KIND" "$NODE" || return 1
    name=${NODE##*/}
    WORDS="the kernel does not tell what $2 is"
    value "$SYS/class/block/$name/dev" || return 1
    number=$VALUE
    WORDS="$2 is not the device that the kernel calls $name"
    [ "$(stat -c %t:%T "$NODE")" = "$(printf '%x:%x' "${number%:*}" "${number#*:}")" ] || return 1
    WORDS="is a partition, not a disk"
    [ ! -e "$SYS/class/block/$name/partition" ] || return 1
    same_serial "$name" "$3" || { WORDS="the link leads to a disk with the serial '$FOUND'" && return 1; }
    value "$SYS/class/block/$name/wwid" || value "$SYS/class/block/$name/device/wwid" || VALUE=
    WORDS="the link leads to a disk with the wwid '$VALUE', not '$4'"
    [ -z "$4" ] || [ "$VALUE" = "$4" ] || return 1
    value "$SYS/class/block/$name/size" || VALUE=0
    WORDS="has $((VALUE * 512)) bytes, not $5"
    [ $((VALUE * 512)) -eq "$5" ] || return 1
    WORDS="the host's mounts cannot be read"
    [ -r "$MOUNTS" ] && [ -r "$SWAPS" ] || return 1
    used "$name" "$number" && return 1
    contents "$1" "$5" "$6"
}

contents() {
    if carries "$NODE" "$1"; then
        WORDS="carries its pool $1"
        return 0
    fi
    [ -z "$WORDS" ] || return 1
    blank "$NODE" "$2" || return 1
    WORDS="is blank"
    [ "$3" != kept ] || WORDS="is blank; its pool $1 is gone"
}

# speed SERIAL NODE JOB OPTION..: fio that can only read.
speed() {
    serial=$1
    node=$2
    job=$3
    shift 3
    if fio --readonly --name="$job" --filename="$node" --direct=1 --ioengine=libaio --runtime="$SECONDS_EACH" \
        --time_based --group_reporting --output-format=json "$@" >"$SCRATCH/fio" 2>"$SCRATCH/fio-errors"; then
        printf 'ichor-fio disk %s %s\n' "$serial" "$job"
        tr -d '\n' <"$SCRATCH/fio"
        echo
    else
        BAD=1
        printf 'ichor-disk %s bad cannot be measured: %s\n' "$serial" "$(tail -n 1 "$SCRATCH/fio-errors")"
    fi
}

if ! : >"$SCRATCH/part"; then
    echo "ichor-disks: $SCRATCH cannot be written"
    exit 1
fi
if [ $# -eq 0 ] || [ $(($# % 6)) -ne 0 ]; then
    echo "ichor-disks: six arguments for each disk"
    exit 1
fi
turn=1
count=$#
while [ $turn -le $((count / 6)) ]; do
    if judge "$1" "$2" "$3" "$4" "$5" "$6"; then
        printf 'ichor-disk %s ok %s\n' "$3" "$WORDS"
    else
        BAD=1
        printf 'ichor-disk %s bad %s\n' "$3" "$WORDS"
    fi
    # Behind the others, for the second round.
    set -- "$@" "$1" "$2" "$3" "$4" "$5" "$6"
    shift 6
    turn=$((turn + 1))
done
[ $BAD -eq 0 ] || exit 1
while [ $# -gt 0 ]; do
    node=$(readlink -f "$DEV/${2#/dev/}")
    speed "$3" "$node" read-1m --rw=read --bs=1M --iodepth=16
    speed "$3" "$node" read-4k --rw=randread --bs=4k --iodepth=32 --numjobs=2
    shift 6
done
exit $BAD
