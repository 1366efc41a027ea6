# Does a 9000-byte datagram that may not be fragmented reach the appliance over a NIC, and come back?
# shellcheck shell=dash

JUMBO_PAYLOAD=8972 # 9000 less 20 (IPv4) and 8 (UDP)
JUMBO_COUNT=10
CONTROL_PAYLOAD=1400
CONTROL_COUNT=3

# jumbo_probe NIC: the file net/<nic>/jumbo. The small control datagrams tell "no echo at all" from "jumbo lost".
jumbo_probe() {
    local nic=$1 before most mtu=9000 out error sent=$JUMBO_COUNT
    [ -n "$ECHO_PORT" ] || return 0
    read_value "$SYS/class/net/$nic/mtu" && before=$VALUE
    most=$(max_mtu "$nic")
    [ "${most:-0}" -gt 0 ] && [ "$most" -lt $mtu ] && mtu=$most
    mkdir -p "$FACTS/net/$nic"
    out=$FACTS/net/$nic/jumbo
    printf 'target=%s:%s\nmtu=%s\npayload=%s\n' "$HOST" "$ECHO_PORT" "$mtu" "$JUMBO_PAYLOAD" >"$out"
    echo_probe "$nic" $CONTROL_PAYLOAD $CONTROL_COUNT
    printf 'control_payload=%s\ncontrol_sent=%s\ncontrol_received=%s\n' \
        $CONTROL_PAYLOAD $CONTROL_COUNT "$ECHOED" >>"$out"
    error=$ECHO_ERROR
    if [ "$before" != "$mtu" ] && ! "$TOOLS/ip" link set dev "$nic" mtu "$mtu" 2>"$RUN/mtu.$nic"; then
        printf 'sent=0\nreceived=0\nerror=%s\n' "the MTU cannot be set: $(head -n 1 "$RUN/mtu.$nic")" >>"$out"
        return 0
    fi
    await_carrier "$nic"
    echo_probe "$nic" $JUMBO_PAYLOAD $JUMBO_COUNT
    "$TOOLS/ip" link set dev "$nic" mtu "$before" 2>/dev/null
    await_carrier "$nic"
    error=${ECHO_ERROR:-$error}
    # The kernel refuses what is longer than the MTU: then nothing left this machine.
    case $error in *'too long'*) sent=0 ;; esac
    printf 'sent=%s\nreceived=%s\n' "$sent" "$ECHOED" >>"$out"
    [ -n "$error" ] && printf 'error=%s\n' "$error" >>"$out"
    return 0
}

# A new MTU resets some NICs, and their link comes back seconds later.
await_carrier() {
    local tenths=0
    while [ $tenths -lt 80 ] && ! has_carrier "$1"; do
        usleep 100000
        tenths=$((tenths + 1))
    done
}

# echo_probe NIC PAYLOAD COUNT: how many datagrams came back whole, in ECHOED.
echo_probe() {
    local file=$RUN/echo.$1 i=0
    rm -f "$file.one" "$file.out"
    { printf ICHORJMB; head -c $(($2 - 8)) /dev/zero; } >"$file.one"
    while [ $i -lt "$3" ]; do
        cat "$file.one"
        i=$((i + 1))
    done >"$file.out"
    timeout 5 "$TOOLS/socat" -b "$2" -t 1.5 - "UDP4:$HOST:$ECHO_PORT,so-bindtodevice=$1,ip-mtu-discover=2,readbytes=$(($2 * $3))" \
        <"$file.out" >"$file.in" 2>"$file.err"
    ECHO_ERROR=$(sed -n 's/.* [EW] //p;q' "$file.err")
    ECHOED=$(($(stat -c %s "$file.in") / $2))
    # Each datagram is the same, so what came back must be the beginning of what went out.
    head -c $((ECHOED * $2)) "$file.out" >"$file.want"
    if ! cmp -s "$file.want" "$file.in"; then
        ECHOED=0
        ECHO_ERROR="other bytes came back"
    fi
    rm -f "$file.one" "$file.out" "$file.in" "$file.want"
}
