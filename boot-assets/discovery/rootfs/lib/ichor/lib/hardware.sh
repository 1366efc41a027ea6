# Drivers: load what the hardware names, then wait until storage has come to rest. Sourced by the agent.
# shellcheck shell=dash

# Loading a bus driver shows new devices, so look again until nothing new appears.
coldplug() {
    local round=0
    : >"$RUN/aliases.done"
    while [ $round -lt 6 ]; do
        cat "$SYS"/bus/*/devices/*/modalias 2>/dev/null | sort -u >"$RUN/aliases"
        sort "$RUN/aliases" "$RUN/aliases.done" "$RUN/aliases.done" | uniq -u >"$RUN/aliases.new"
        [ -s "$RUN/aliases.new" ] || break
        tr '\n' '\000' <"$RUN/aliases.new" | xargs -0 -r -n 12 -P 4 "$TOOLS/modprobe" -a -b -q 2>/dev/null
        cp "$RUN/aliases" "$RUN/aliases.done"
        round=$((round + 1))
    done
    "$TOOLS/modprobe" -a -q sd_mod ipmi_devintf efivarfs 2>/dev/null
    return 0
}

# What storage looks like now, in one string: disks with their sizes, NVMe controllers with their states.
storage_signature() {
    local file
    SIGNATURE='' BUSY=0
    for file in "$SYS"/block/*/size; do
        read_value "$file" && SIGNATURE="$SIGNATURE $file=$VALUE"
    done
    for file in "$SYS"/class/nvme/*/state; do
        read_value "$file" || continue
        SIGNATURE="$SIGNATURE $file=$VALUE"
        case $VALUE in new | resetting | connecting) BUSY=1 ;; esac
    done
}

# SAS and RAID controllers and USB storage find their disks late; NVMe and virtio at once.
quiet_tenths() {
    local file
    QUIET=4
    # A stick shows its disk a second or more after its interface.
    for file in "$SYS"/bus/usb/devices/*/bInterfaceClass; do
        read_value "$file" && [ "$VALUE" = 08 ] && QUIET=25
    done
    for file in "$SYS"/bus/pci/devices/*/class; do
        read_value "$file" || continue
        case $VALUE in
        0x0106*) [ $QUIET -lt 12 ] && QUIET=12 ;;
        0x0100* | 0x0104* | 0x0107* | 0x0c04*)
            case $(cat "${file%/class}/vendor") in 0x1af4) ;; *) QUIET=50 ;; esac
            ;;
        esac
    done
}

# Wait until storage has not changed for a while; at most 40 s.
settle_storage() {
    local last='' calm=0 tenths=0
    quiet_tenths
    while [ $calm -lt $QUIET ] && [ $tenths -lt 400 ]; do
        storage_signature
        if [ "$SIGNATURE" = "$last" ] && [ $BUSY = 0 ]; then
            calm=$((calm + 1))
        else
            calm=0
        fi
        last=$SIGNATURE
        usleep 100000
        tenths=$((tenths + 1))
    done
    [ $calm -ge $QUIET ] || skip storage "controllers were still busy after 40 s"
}

mount_efivars() {
    [ -d "$SYS/firmware/efi/efivars" ] || return 0
    mount -t efivarfs -o ro,nosuid,noexec,nodev efivarfs "$SYS/firmware/efi/efivars" 2>/dev/null ||
        skip efi "efivarfs cannot be mounted"
}
