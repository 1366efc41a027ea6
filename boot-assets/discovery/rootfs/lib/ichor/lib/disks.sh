# Which disks there are, what the kernel knows of them, and the order in which they are read. Sourced by the agent.
# shellcheck shell=dash

# What one disk may take. A drive whose reads fail can hold the kernel for longer than that.
DISK_TENTHS=${DISK_TENTHS:-600}
AT_ONCE=${AT_ONCE:-16}

# real_disks: names of what may be a disk of this machine, in DISKS. No medium in a drive: no disk. A hidden
# device is one path of a multipath head, which is listed itself.
real_disks() {
    local dir name
    DISKS=
    for dir in "$SYS"/block/*; do
        name=${dir##*/}
        case $name in
        loop* | ram* | zram* | sr* | fd* | md* | dm-* | nbd* | zd* | mtdblock* | mmcblk*boot* | mmcblk*rpmb | '*') continue ;;
        esac
        read_value "$dir/hidden" && [ "$VALUE" = 1 ] && continue
        read_value "$dir/removable" && [ "$VALUE" = 1 ] && read_value "$dir/size" && [ "$VALUE" = 0 ] && continue
        DISKS="$DISKS $name"
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
    read_disks &
}

# read_disks: never waits for a process, because one that reads from a dead disk cannot even be killed.
read_disks() {
    local disk left=$DISKS running='' still count tenths=0 at
    while [ -n "$left$running" ]; do
        still='' count=0
        for disk in $running; do
            at=${disk#*@} disk=${disk%@*}
            if [ -e "$LOOK/tools.$disk" ] && [ -e "$LOOK/blocks.$disk" ]; then
                : >"$LOOK/read.$disk"
            elif [ $((tenths - at)) -ge "$DISK_TENTHS" ]; then
                give_up "$disk"
            else
                still="$still $disk@$at" count=$((count + 1))
            fi
        done
        running=$still
        still=
        for disk in $left; do
            if [ $count -lt "$AT_ONCE" ]; then
                read_disk "$disk"
                running="$running $disk@$tenths" count=$((count + 1))
            else
                still="$still $disk"
            fi
        done
        left=$still
        usleep 100000
        tenths=$((tenths + 1))
    done
}

# give_up DISK: what is still under way for it stays out of the archive.
give_up() {
    local why="did not answer within $((DISK_TENTHS / 10)) s"
    [ -e "$LOOK/blocks.$1" ] || printf '%s\n' "$why" >"$FACTS/disk/$1/error"
    [ -e "$LOOK/tools.$1" ] || why="$why (its identity and health data)"
    skip "disk/$1" "$why"
    say "Disk $1 $why. Going on without."
    : >"$LOOK/given-up.$1"
    : >"$LOOK/read.$1"
}

# disks_wait: until every disk was read or given up.
disks_wait() {
    local disk ready told=-1
    while :; do
        ready=0
        for disk in $DISKS; do
            [ -e "$LOOK/read.$disk" ] && ready=$((ready + 1))
        done
        [ $ready -eq "$DISK_COUNT" ] && break
        now
        if [ $ready -ne $told ] && [ $((NOW % 5)) = 0 ]; then
            report "reading disks $ready/$DISK_COUNT"
            told=$ready
        fi
        usleep 100000
    done
    for disk in $DISKS; do
        [ -e "$LOOK/given-up.$disk" ] && ready=$((ready - 1))
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
    disk_partitions "$1"
}

# disk_partitions DISK: a line "partition=<number> <start> <sectors> <label>" for each that the kernel sees.
disk_partitions() {
    local dir number start
    for dir in "$SYS/block/$1/$1"*; do
        read_value "$dir/partition" || continue
        number=$VALUE
        read_value "$dir/start" || continue
        start=$VALUE
        read_value "$dir/size" || continue
        printf 'partition=%s %s %s %s\n' "$number" "$start" "$VALUE" "$(sed -n 's/^PARTNAME=//p' "$dir/uevent" 2>/dev/null)"
    done | sed 's/ $//' | sort -t ' ' -k 2n
}

# disk_paths DISK: where the disk hangs. A multipath head has no bus of its own, but controllers that have.
disk_paths() {
    local dir=$SYS/block/$1 controller controllers='' only=
    real_path "$dir" || return 0
    case $REAL in
    */nvme-subsystem/*)
        printf 'multipath=1\n'
        for controller in "$dir"/device/nvme[0-9]*; do
            [ -e "$controller/transport" ] || continue
            controllers="$controllers ${controller##*/}"
            if real_path "$controller" && pci_of "$REAL"; then
                only=$PCI
                pci_facts "$PCI"
            fi
        done
        printf 'controllers=%s\n' "${controllers# }"
        # Many drives say that they could have two ports. With one in use, that is where the drive hangs.
        case ${controllers# } in
        '' | *' '*) ;;
        *) [ -n "$only" ] && disk_pci "$only" ;;
        esac
        ;;
    *)
        if pci_of "$REAL"; then
            disk_pci "$PCI"
            pci_facts "$PCI"
        fi
        ;;
    esac
}

disk_pci() {
    printf 'pci=%s\n' "$1"
    put_key numa "$SYS/bus/pci/devices/$1/numa_node"
}
