# LLDP neighbours. Sourced by the agent.
# shellcheck shell=dash

# lldp_listen NIC: until one frame was heard or the time is over. A NIC that resets (a new MTU) ends the
# capture early, so listen again for what is left of the time.
lldp_listen() {
    local pcap=$RUN/lldp.$1 until left
    now
    until=$((NOW + LLDP_SECONDS))
    while :; do
        now
        left=$((until - NOW))
        [ $left -gt 0 ] || break
        timeout $left "$TOOLS/tcpdump" -i "$1" -Z root -n -Q in -s 1600 --immediate-mode -U -c 1 \
            -w "$pcap" ether proto 0x88cc 2>/dev/null
        [ "$(stat -c %s "$pcap" 2>/dev/null || echo 0)" -gt 40 ] && break
        usleep 200000
    done
    lldp_keep "$1" "$pcap"
}

# lldp_keep NIC PCAP: a pcap file with one packet is a header of 24 bytes, a record header of 16 and the frame.
lldp_keep() {
    local size frame
    size=$(stat -c %s "$2" 2>/dev/null || echo 0)
    frame=$((size - 40))
    [ $frame -ge 14 ] || return 0
    mkdir -p "$FACTS/net/$1"
    {
        # shellcheck disable=SC2059  # the format is the two bytes in octal
        printf "$(printf '\\%03o\\%03o' $((frame / 256)) $((frame % 256)))"
        tail -c "$frame" "$2"
    } >"$FACTS/net/$1/lldp"
}
