# The machine itself: SMBIOS, firmware, TPM, BMC, processors, memory. Sourced by the agent.
# shellcheck shell=dash

machine_facts() {
    say "Reading the machine"
    masked_cmdline >"$FACTS/cmdline"
    keep version "$PROC/version"
    keep dmi/table "$SYS/firmware/dmi/tables/DMI"
    keep dmi/entry "$SYS/firmware/dmi/tables/smbios_entry_point"
    efi_facts
    keep tpm/version "$SYS/class/tpm/tpm0/tpm_version_major"
    keep tpm/description "$SYS/class/tpm/tpm0/device/description"
    keep cpu/cpuinfo "$PROC/cpuinfo"
    cpu_topology
    memory_facts
    bmc_facts
}

efi_facts() {
    local dir=$SYS/firmware/efi name file
    [ -d "$dir" ] || return 0
    mkdir -p "$FACTS/efi"
    : >"$FACTS/efi/present"
    for name in SecureBoot SetupMode; do
        for file in "$dir/efivars/$name"-*; do
            keep "efi/$name" "$file"
        done
    done
}

cpu_topology() {
    local dir node link
    mkdir -p "$FACTS/cpu"
    for dir in "$SYS"/devices/system/cpu/cpu[0-9]*; do
        [ -d "$dir/topology" ] || continue
        node=0
        for link in "$dir"/node[0-9]*; do
            [ -e "$link" ] && node=${link##*/node}
        done
        printf 'cpu=%s' "${dir##*/cpu}"
        read_value "$dir/topology/physical_package_id"
        printf ' package=%s' "$VALUE"
        read_value "$dir/topology/core_id"
        printf ' core=%s node=%s' "$VALUE" "$node"
        read_list "$dir/topology/thread_siblings_list"
        printf ' siblings=%s\n' "$VALUE"
    done >"$FACTS/cpu/topology"
}

memory_facts() {
    local dir
    keep mem/meminfo "$PROC/meminfo"
    for dir in "$SYS"/devices/system/node/node[0-9]*; do
        [ -r "$dir/meminfo" ] || continue
        {
            cat "$dir/meminfo"
            read_list "$dir/cpulist"
            printf 'cpulist %s\n' "$VALUE"
        } >"$FACTS/mem/${dir##*/}"
    done
}

bmc_facts() {
    [ -e "$DEV/ipmi0" ] || return 0
    mkdir -p "$FACTS/bmc"
    : >"$FACTS/bmc/device"
    if ! timeout 15 "$TOOLS/ipmitool" lan print >"$FACTS/bmc/lan" 2>/dev/null && ! [ -s "$FACTS/bmc/lan" ]; then
        rm -f "$FACTS/bmc/lan"
        skip bmc/lan "the BMC gave no LAN settings"
    fi
}

write_meta() {
    local up
    read -r up _ <"$PROC/uptime"
    {
        printf 'format=1\nagent=%s\nboot=%s\nuptime=%s\n' "$AGENT_VERSION" "$BOOT" "$up"
        [ -n "$BOOTIF" ] && printf 'bootif=%s\n' "$BOOTIF"
        [ -e "$RUN/skipped" ] && cat "$RUN/skipped"
    } >"$FACTS/meta"
    return 0
}
