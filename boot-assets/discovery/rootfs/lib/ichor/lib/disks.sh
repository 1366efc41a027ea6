# The facts of each disk. Disks are only ever opened for reading. Sourced by the agent.
# shellcheck shell=dash

SAMPLES=64
BLOCK=4096
MIB=1048576
DISK_SECONDS=120
AT_ONCE=8

# real_disks: names of what may be a disk of this machine, in DISKS.
real_disks() {
    local dir name
    DISKS=
    for dir in "$SYS"/block/*; do
        name=${dir##*/}
        case $name in
        loop* | ram* | zram* | sr* | fd* | md* | dm-* | nbd* | '*') ;;
        *) DISKS="$DISKS $name" ;;
        esac
    done
}

# disks_start: reads all disks in the background, some at once. Each says that it is done by a file.
disks_start() {
    local disk count=0
    real_disks
    for disk in $DISKS; do
        count=$((count + 1))
        mkdir -p "$FACTS/disk/$disk"
        disk_sysfs "$disk" >"$FACTS/disk/$disk/sysfs"
    done
    say "Reading $count disks:${DISKS:- none}"
    DISK_COUNT=$count
    now
    DISKS_UNTIL=$((NOW + DISK_SECONDS))
    read_disks &
}

read_disks() {
    local disk running=0
    for disk in $DISKS; do
        read_disk "$disk" &
        running=$((running + 1))
        if [ $running -ge $AT_ONCE ]; then
            wait
            running=0
        fi
    done
    wait
}

# disks_wait: until every disk was read. A disk that hangs must not hold the machine's facts back for ever.
disks_wait() {
    local disk ready told=-1
    while :; do
        ready=0
        for disk in $DISKS; do
            [ -e "$RUN/read.$disk" ] && ready=$((ready + 1))
        done
        [ $ready -eq "$DISK_COUNT" ] && break
        now
        [ "$NOW" -ge "$DISKS_UNTIL" ] && break
        if [ $ready -ne $told ] && [ $((NOW % 5)) = 0 ]; then
            report "reading disks $ready/$DISK_COUNT"
            told=$ready
        fi
        usleep 100000
    done
    for disk in $DISKS; do
        [ -e "$RUN/read.$disk" ] || skip "disk/$disk" "did not answer within $DISK_SECONDS s"
    done
    report "read disks $ready/$DISK_COUNT"
}

disk_sysfs() {
    local dir=$SYS/block/$1 dev=$SYS/block/$1/device key file holders=
    real_path "$dir" && printf 'path=%s\n' "$REAL"
    put_key dev "$dir/dev"
    put_key size "$dir/size"
    put_key ro "$dir/ro"
    put_key removable "$dir/removable"
    put_key logical "$dir/queue/logical_block_size"
    put_key physical "$dir/queue/physical_block_size"
    put_key rotational "$dir/queue/rotational"
    put_key wwid "$dir/wwid" || put_key wwid "$dev/wwid"
    put_key model "$dev/model"
    put_key serial "$dev/serial" || put_key serial "$dir/serial"
    for key in vendor rev; do
        put_key $key "$dev/$key"
    done
    for key in eui nguid uuid nsid; do
        put_key $key "$dir/$key"
    done
    put_key firmware "$dev/firmware_rev"
    put_key transport "$dev/transport"
    for file in "$dir"/holders/*; do
        [ -e "$file" ] && holders="$holders ${file##*/}"
    done
    printf 'holders=%s\n' "${holders# }"
    disk_paths "$1"
}

# disk_paths DISK: where the disk hangs. A multipath head has no bus of its own, but controllers that have.
disk_paths() {
    local dir=$SYS/block/$1 controller controllers=
    read_value "$dir/hidden" && [ "$VALUE" = 1 ] && printf 'multipath=1\n'
    real_path "$dir" || return 0
    case $REAL in
    */nvme-subsystem/*)
        printf 'multipath=1\n'
        for controller in "$dir"/device/nvme[0-9]*; do
            [ -e "$controller/transport" ] || continue
            controllers="$controllers ${controller##*/}"
            real_path "$controller" && pci_of "$REAL" && pci_facts "$PCI"
        done
        printf 'controllers=%s\n' "${controllers# }"
        ;;
    *)
        if pci_of "$REAL"; then
            printf 'pci=%s\n' "$PCI"
            put_key numa "$SYS/bus/pci/devices/$PCI/numa_node"
            pci_facts "$PCI"
        fi
        ;;
    esac
}

# read_disk DISK: everything that needs the device itself.
read_disk() {
    local node=$DEV/$1 out=$FACTS/disk/$1
    if [ -e "$node" ]; then
        # A guard against ourselves: from here on the kernel refuses writes to this disk.
        blockdev --setro "$node" 2>/dev/null
        case $1 in
        nvme*) nvme_structures "$1" "$node" "$out" ;;
        sd*) scsi_pages "$1" "$node" "$out" ;;
        esac
        disk_blocks "$1" "$node" "$out"
    fi
    : >"$RUN/read.$1"
}

nvme_structures() {
    local controller=$2
    # The character device answers for the controller; a multipath head has none of its own.
    read_value "$SYS/block/$1/device/transport" && real_path "$SYS/block/$1/device" && controller=$DEV/${REAL##*/}
    keep_binary "$3/id-ctrl" 4096 nvme id-ctrl "$controller" -b
    keep_binary "$3/id-ns" 4096 nvme id-ns "$2" -b
    keep_binary "$3/ns-descs" 4096 nvme ns-descs "$2" -b
    keep_binary "$3/smart" 512 nvme smart-log "$controller" -b
}

# keep_binary FILE SIZE TOOL ARGUMENTS..: a tool's output, if it has the right size.
keep_binary() {
    local file=$1 size=$2
    shift 2
    timeout 15 "$TOOLS/$1" "$2" "$3" "$4" >"$file" 2>/dev/null
    if [ "$(stat -c %s "$file")" != "$size" ]; then
        rm -f "$file"
        skip "${file#"$FACTS/"}" "$1 $2 gave no $size bytes"
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

# disk_blocks DISK NODE OUT: head, tail and samples. dd is part of this shell's program, so 64 of them cost
# no new program.
disk_blocks() {
    local size i=0 blocks tail_at=0
    read_value "$SYS/block/$1/size"
    size=$((${VALUE:-0} * 512))
    [ $size -gt 0 ] || return 0
    [ $size -gt $MIB ] && tail_at=$((size - MIB))
    blocks=$((size / BLOCK))
    {
        dd if="$2" bs=64k count=16 of="$3/head" &&
            dd if="$2" bs=64k count=16 skip=$tail_at iflag=skip_bytes of="$3/tail" &&
            while [ $i -lt $SAMPLES ]; do
                dd if="$2" bs=$BLOCK count=1 skip=$((i * blocks / SAMPLES)) || break
                i=$((i + 1))
            done >"$3/samples"
    } 2>/dev/null
    if [ $i -lt $SAMPLES ]; then
        rm -f "$3/samples"
        skip "disk/$1" "cannot be read to its end"
    fi
}
