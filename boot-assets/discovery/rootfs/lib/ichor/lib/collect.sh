# Collecting the facts, the first time in a boot and again. Sourced by the agent.
# shellcheck shell=dash

LOOKS=0

# new_look: a folder for what is under way in this look. What a slow disk of an earlier look still does ends there.
new_look() {
    LOOKS=$((LOOKS + 1))
    LOOK=$RUN/look.$LOOKS
    rm -rf "$LOOK"
    mkdir -p "$LOOK"
}

first_look() {
    machine_facts &
    JOBS="$JOBS $!"
    settle_storage
    disks_start
    network_wait
    jumbo_start
    report "network is up, reading the disks"
    disks_wait
    jobs_wait
    nic_facts
    network_leave_others
}

deliver() {
    write_meta
    pack
    upload
    keep_known
}

# read_anew [lldp]: the hardware again, for another archive of the same boot. Addresses and jumbo probes stay those
# of the first look, for the leases of the other NICs were given back; neighbours are listened for if asked.
read_anew() {
    report "reading the hardware anew"
    new_look
    sed -n -e '/^skipped=net/p' -e '/^skipped=efi/p' "$RUN/skipped" >"$RUN/skipped.new" 2>/dev/null
    mv "$RUN/skipped.new" "$RUN/skipped"
    rm -rf "$FACTS"
    mkdir -p "$FACTS"
    [ -d "$RUN/net-kept" ] && cp -r "$RUN/net-kept" "$FACTS/net"
    JOBS=
    [ "$1" = lldp ] && neighbours_anew
    machine_facts
    settle_storage
    guards_off
    disks_start
    disks_wait
    [ -z "$JOBS" ] || jobs_wait
    nic_facts
    deliver
}

neighbours_anew() {
    local nic
    for nic in $NICS; do
        rm -f "$FACTS/net/$nic/lldp"
        lldp_when_linked "$nic" &
        JOBS="$JOBS $!"
    done
}

# guards_off: our own write protection would be taken for the drive's.
guards_off() {
    local disk
    real_disks
    for disk in $DISKS; do
        within 3 blockdev --setrw "$DEV/$disk" 2>/dev/null
    done
    return 0
}

CALLS=0

# within SECONDS COMMAND..: its status; 124 if it did not end in time. A process that hangs in a dead disk cannot
# be killed, so it is left behind.
within() {
    local ticks=$(($1 * 50)) status pid file
    shift
    CALLS=$((CALLS + 1))
    file=$LOOK/call.$CALLS
    {
        "$@"
        echo $? >"$file.new"
        mv "$file.new" "$file"
    } &
    pid=$!
    while ! [ -e "$file" ]; do
        if [ $ticks -le 0 ]; then
            kill -9 $pid 2>/dev/null
            return 124
        fi
        usleep 20000
        ticks=$((ticks - 1))
    done
    read -r status <"$file"
    rm -f "$file"
    return "$status"
}
