# NICs, links and addresses. Sourced by the agent.
# shellcheck shell=dash

# physical_nics: names of NICs with hardware behind them, in NICS.
physical_nics() {
    local dir
    NICS=
    for dir in "$SYS"/class/net/*; do
        [ -e "$dir/device" ] && NICS="$NICS ${dir##*/}"
    done
    return 0
}

# boot_nic: the NIC whose MAC iPXE booted from, in BOOTNIC; empty if no driver took it.
boot_nic() {
    local nic
    BOOTNIC=
    for nic in $NICS; do
        read_value "$SYS/class/net/$nic/address"
        [ "$VALUE" = "$BOOTIF" ] && BOOTNIC=$nic
    done
    return 0
}

links_up() {
    local nic
    physical_nics
    boot_nic
    for nic in $NICS; do
        "$TOOLS/ip" link set dev "$nic" up 2>/dev/null || skip "net/$nic" "the link cannot be brought up"
    done
    [ -n "$NICS" ] || say "No NIC has a driver in this image. The facts cannot be sent."
    if [ -n "$NICS" ] && [ -z "$BOOTNIC" ]; then
        say "The NIC this machine booted from (${BOOTIF:-unknown}) has no driver here: trying the others"
        skip "net" "no NIC with the address ${BOOTIF:-of BOOTIF (not given)}"
    fi
}

has_carrier() {
    read_value "$SYS/class/net/$1/carrier" && [ "$VALUE" = 1 ]
}

# network_start: DHCP on each NIC as soon as it has link, in the background. The boot NIC may take its time;
# the others get 6 s for a link (a 10GBASE-T negotiation takes up to 5).
network_start() {
    local nic metric=100
    for nic in $NICS; do
        if [ "$nic" = "$BOOTNIC" ]; then
            echo 10 >"$RUN/metric.$nic"
        else
            metric=$((metric + 1))
            echo $metric >"$RUN/metric.$nic"
        fi
        start_dhcp "$nic" &
    done
}

start_dhcp() {
    local tenths=0 limit=60
    [ "$1" = "$BOOTNIC" ] && limit=864000
    until has_carrier "$1"; do
        [ $tenths -ge $limit ] && return 0
        [ $((tenths % 100)) = 50 ] && [ "$1" = "$BOOTNIC" ] && say "$1: no link yet"
        usleep 100000
        tenths=$((tenths + 1))
    done
    : >"$RUN/linked.$1"
    udhcpc -f -R -i "$1" -p "$RUN/dhcp.$1.pid" -s "$LIB/dhcp-event" -t 6 -T 2 -A 2 \
        -V ichor-discovery >"$RUN/dhcp.$1.log" 2>&1
}

addressed() {
    [ -s "$RUN/addr.$1" ]
}

# network_wait: until the boot NIC has an address; another NIC's will do after 20 s without.
network_wait() {
    local tenths=0 nic
    while :; do
        for nic in $NICS; do
            addressed "$nic" || continue
            if [ "$nic" = "$BOOTNIC" ] || [ -z "$BOOTNIC" ] || [ $tenths -ge 200 ]; then
                read_value "$RUN/addr.$nic"
                say "$nic has the address $VALUE"
                : >"$RUN/online"
                return 0
            fi
        done
        [ $((tenths % 100)) = 99 ] && say "No address by DHCP yet on ${BOOTNIC:-any NIC}, still asking"
        usleep 100000
        tenths=$((tenths + 1))
    done
}

# Listen for neighbours and try jumbo frames on each NIC with link, all at once.
listeners_and_probes_start() {
    local nic
    JOBS=
    others_wait
    for nic in $NICS; do
        [ -e "$RUN/linked.$nic" ] || continue
        lldp_listen "$nic" &
        JOBS="$JOBS $!"
        addressed "$nic" || continue
        jumbo_probe "$nic" &
        JOBS="$JOBS $!"
    done
}

# The other linked NICs get 5 s for an address.
others_wait() {
    local tenths=0 nic missing
    while [ $tenths -lt 50 ]; do
        missing=
        for nic in $NICS; do
            [ -e "$RUN/linked.$nic" ] && ! addressed "$nic" && missing=1
        done
        [ -z "$missing" ] && return 0
        usleep 100000
        tenths=$((tenths + 1))
    done
}

listeners_and_probes_wait() {
    local job
    [ -n "$JOBS" ] && say "Listening for switches (LLDP), at most $LLDP_SECONDS s"
    for job in $JOBS; do
        wait "$job"
    done
}

# Give the leases of the other NICs back: this machine may wait here for days.
network_leave_others() {
    local nic
    for nic in $NICS; do
        [ "$nic" = "$BOOTNIC" ] || [ -z "$BOOTNIC" ] && continue
        addressed "$BOOTNIC" || continue
        read_value "$RUN/dhcp.$nic.pid" && kill "$VALUE" 2>/dev/null
    done
    return 0
}
