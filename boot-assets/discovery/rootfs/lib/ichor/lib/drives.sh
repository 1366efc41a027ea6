# What is read from a drive itself. It is only ever opened for reading. Sourced by the agent.
# shellcheck shell=dash

SAMPLES=64
BLOCK=4096
MIB=1048576

# read_disk DISK: everything that needs the device itself, in the background: its blocks, and what it tells of
# itself. Both are made in a folder aside and put among the facts when they are whole.
read_disk() {
    local node=$DEV/$1 part
    for part in tools blocks; do
        mkdir -p "$LOOK/$part-of/$1"
        (
            if [ -e "$node" ]; then
                # A guard against ourselves: from here on the kernel refuses writes to this disk.
                blockdev --setro "$node" 2>/dev/null
                "disk_$part" "$1" "$node" "$LOOK/$part-of/$1"
            fi
            put_among_facts "$1" "$part"
        ) </dev/null >/dev/null 2>&1 &
    done
}

# put_among_facts DISK PART: unless the disk was given up meanwhile, and the archive is being made.
put_among_facts() {
    local file
    [ -e "$LOOK/given-up.$1" ] && return 0
    for file in "$LOOK/$2-of/$1"/*; do
        [ -e "$file" ] && mv "$file" "$FACTS/disk/$1/"
    done
    : >"$LOOK/$2.$1"
}

disk_tools() {
    case $1 in
    nvme*) nvme_structures "$1" "$2" "$3" ;;
    sd*) scsi_pages "$1" "$2" "$3" ;;
    esac
}

# controller_of DISK NODE: the device that answers for the controller, in CONTROLLER: the character device; a
# multipath head has none of its own.
controller_of() {
    CONTROLLER=$2
    read_value "$SYS/block/$1/device/transport" && real_path "$SYS/block/$1/device" && CONTROLLER=$DEV/${REAL##*/}
}

nvme_structures() {
    controller_of "$1" "$2"
    keep_binary "$1" "$3/id-ctrl" 4096 nvme id-ctrl "$CONTROLLER" -b
    keep_binary "$1" "$3/id-ns" 4096 nvme id-ns "$2" -b
    keep_binary "$1" "$3/ns-descs" 4096 nvme ns-descs "$2" -b
    keep_binary "$1" "$3/smart" 512 nvme smart-log "$CONTROLLER" -b
}

# keep_binary DISK FILE SIZE TOOL ARGUMENTS..: a tool's output, if it has the right size.
keep_binary() {
    local disk=$1 file=$2 size=$3
    shift 3
    timeout 15 "$TOOLS/$1" "$2" "$3" "$4" >"$file" 2>/dev/null
    if [ "$(stat -c %s "$file")" != "$size" ]; then
        rm -f "$file"
        skip "disk/$disk/${file##*/}" "$1 $2 gave no $size bytes"
    fi
}

scsi_pages() {
    local dev=$SYS/block/$1/device page hex
    for page in 80 83; do
        # These files have no size in sysfs: only reading tells whether there is something.
        hex=$(hex_of "$dev/vpd_pg$page")
        [ -n "$hex" ] && printf '%s %s\n' $page "$hex"
    done >"$3/udev-id"
    # SCSI/ATA translation puts the drive's IDENTIFY DEVICE data into bytes 60 to 571 of page 0x89.
    hex=$(hex_of "$dev/vpd_pg89")
    if [ ${#hex} -ge 1144 ]; then
        hex=$(printf %s "$hex" | cut -c 121-1144)
        printf 'identify %s\n' "$hex" >>"$3/udev-id"
    fi
    [ -s "$3/udev-id" ] || rm -f "$3/udev-id"
    timeout 30 "$TOOLS/smartctl" -j -a "$2" >"$3/smartctl" 2>/dev/null
    [ -s "$3/smartctl" ] || rm -f "$3/smartctl"
}

hex_of() {
    [ -r "$1" ] && hexdump -v -e '1/1 "%02x"' "$1" 2>/dev/null
}

# disk_blocks DISK NODE OUT: head, tail and samples, then the partitions.
disk_blocks() {
    read_value "$SYS/block/$1/size"
    [ "${VALUE:-0}" -gt 0 ] || return 0
    if ! disk_edges "$1" "$2" "$3"; then
        rm -f "$3/samples"
        why_dd "$LOOK/dd.$1" >"$3/error"
        read_value "$3/error"
        skip "disk/$1" "cannot be read to its end: $VALUE"
    fi
    spdk_metadata "$2" 0 "$3"
    partition_heads "$1" "$2" "$3"
}

# disk_edges DISK NODE OUT: head, tail and samples; fails if not all of it can be read. dd is part of this shell's
# program, so 64 of them cost no new program.
disk_edges() {
    local size i=0 blocks tail_at=0
    read_value "$SYS/block/$1/size"
    size=$((${VALUE:-0} * 512))
    [ $size -gt $MIB ] && tail_at=$((size - MIB))
    blocks=$((size / BLOCK))
    {
        dd if="$2" bs=64k count=16 of="$3/head" &&
            dd if="$2" bs=64k count=16 skip=$tail_at iflag=skip_bytes of="$3/tail" &&
            while [ $i -lt $SAMPLES ]; do
                dd if="$2" bs=$BLOCK count=1 skip=$((i * blocks / SAMPLES)) || break
                i=$((i + 1))
            done >"$3/samples"
    } 2>"$LOOK/dd.$1"
    [ $i -ge $SAMPLES ]
}

# why_dd FILE: the complaint among what dd printed.
why_dd() {
    sed -n -e '/records \(in\|out\)$/d' -e 's/^dd: *//' -e '/copied/d' -e p "$1" | tail -n 1
}
