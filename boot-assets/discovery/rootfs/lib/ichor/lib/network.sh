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

# network_start: DHCP and LLDP on each NIC as soon as it has link, in the background.
network_start() {
    local nic metric=100
    JOBS=
    for nic in $NICS; do
        if [ "$nic" = "$BOOTNIC" ]; then
            echo 10 >"$RUN/metric.$nic"
        else
            metric=$((metric + 1))
            echo $metric >"$RUN/metric.$nic"
        fi
        dhcp_when_linked "$nic" &
        lldp_when_linked "$nic" &
        JOBS="$JOBS $!"
    done
}

# await_link NIC TENTHS
await_link() {
    local tenths=0
    until has_carrier "$1"; do
        [ $tenths -ge "$2" ] && return 1
        usleep 100000
        tenths=$((tenths + 1))
    done
}

# The boot NIC may take its time; the others get 6 s for a link (a 10GBASE-T negotiation takes up to 5).
dhcp_when_linked() {
    if [ "$1" = "$BOOTNIC" ]; then
        until await_link "$1" 100; do
            say "$1: no link yet"
        done
    else
        await_link "$1" 60 || return 0
    fi
    : >"$RUN/linked.$1"
    udhcpc -f -R -i "$1" -p "$RUN/dhcp.$1.pid" -s "$LIB/dhcp-event" -t 6 -T 2 -A 2 \
        -V ichor-discovery >"$RUN/dhcp.$1.log" 2>&1
}

lldp_when_linked() {
    await_link "$1" 60 || return 0
    lldp_listen "$1"
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

# jumbo_start: tries jumbo frames on each NIC that has an address within 5 s from now, all at once.
jumbo_start() {
    local nic
    for nic in $NICS; do
        jumbo_when_addressed "$nic" &
        JOBS="$JOBS $!"
    done
}

jumbo_when_addressed() {
    local tenths=0
    until addressed "$1"; do
        [ $tenths -ge 50 ] && return 0
        [ -e "$RUN/linked.$1" ] || return 0
        usleep 100000
        tenths=$((tenths + 1))
    done
    jumbo_probe "$1"
}

jobs_wait() {
    local job
    say "Listening for switches (LLDP), at most $LLDP_SECONDS s from link"
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
