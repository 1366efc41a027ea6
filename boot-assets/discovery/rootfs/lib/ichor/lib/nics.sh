# The facts of each NIC. Sourced by the agent.
# shellcheck shell=dash

nic_facts() {
    local nic
    physical_nics
    for nic in $NICS; do
        mkdir -p "$FACTS/net/$nic"
        nic_sysfs "$nic" >"$FACTS/net/$nic/sysfs"
        addressed "$nic" && cp "$RUN/addr.$nic" "$FACTS/net/$nic/addr"
    done
    return 0
}

nic_sysfs() {
    local dir=$SYS/class/net/$1 key
    real_path "$dir" && printf 'path=%s\n' "$REAL"
    put_key address "$dir/address"
    permanent_address "$1"
    for key in carrier speed duplex mtu; do
        put_key $key "$dir/$key"
    done
    mtu_bounds "$1"
    put_key operstate "$dir/operstate"
    ethtool_driver "$1"
    if real_path "$dir/device" && pci_of "$REAL"; then
        printf 'pci=%s\n' "$PCI"
        put_key numa "$SYS/bus/pci/devices/$PCI/numa_node"
        pci_facts "$PCI"
    fi
    put_key type "$dir/type"
    put_key phys_port_id "$dir/phys_port_id"
    firmware_lldp "$1"
}

permanent_address() {
    local line
    line=$("$TOOLS/ethtool" -P "$1" 2>/dev/null) || return 0
    line=${line##* }
    case $line in
    00:00:00:00:00:00) ;;
    ??:??:??:??:??:??) printf 'permaddr=%s\n' "$line" ;;
    esac
}

# ip prints "minmtu 68 maxmtu 9216" among the details of a link.
link_details() {
    "$TOOLS/ip" -d link show dev "$1" 2>/dev/null
}

mtu_bounds() {
    link_details "$1" | sed -n 's/.* minmtu \([0-9]*\).*/minmtu=\1/p'
    link_details "$1" | sed -n 's/.* maxmtu \([0-9]*\).*/maxmtu=\1/p'
}

max_mtu() {
    link_details "$1" | sed -n 's/.* maxmtu \([0-9]*\).*/\1/p'
}

ethtool_driver() {
    "$TOOLS/ethtool" -i "$1" 2>/dev/null | sed -n \
        -e 's/^driver: *\([^ ].*\)/driver=\1/p' \
        -e 's/^version: *\([^ ].*\)/driver_version=\1/p' \
        -e 's/^firmware-version: *\([^ ].*\)/firmware=\1/p'
}

# Some NICs answer LLDP themselves and hide the frames from the host: say so, change nothing.
firmware_lldp() {
    "$TOOLS/ethtool" --show-priv-flags "$1" 2>/dev/null | sed -n \
        -e 's/^fw-lldp-agent *: *\(o[nf]*\).*/fw_lldp=\1/p' \
        -e 's/^disable-fw-lldp *: *off.*/fw_lldp=on/p' \
        -e 's/^disable-fw-lldp *: *on.*/fw_lldp=off/p'
}
