# Waiting for orders and obeying them. Sourced by the agent.
# shellcheck shell=dash

restart() {
    say "Restarting"
    sleep 1
    reboot -f
    hang
}

power_off() {
    say "Powering off"
    sleep 1
    poweroff -f
    hang
}

# The kernel takes a moment; meanwhile nothing else may happen.
hang() {
    while :; do sleep 60; done
}

obey_orders() {
    local after=0 sequence order rest started last=
    OBEYED=
    RETRY=0
    say "Waiting for orders"
    while :; do
        now
        started=$NOW
        request GET "/agent/order?after=$after" '' '' 75
        case $CODE in
        200) ;;
        409) say "This boot is over"; restart ;;
        000) say "No orders from $URL: $WHY"; pause_before_retry; continue ;;
        *) say "The appliance gives no orders ($CODE)"; pause_before_retry; continue ;;
        esac
        # shellcheck disable=SC2034  # pause_before_retry doubles it
        RETRY=0
        read -r sequence order rest <"$ANSWER"
        order=${order%"$CR"}
        # The same answer again is the end of a long poll, not news.
        if ! [ "$last" = "$sequence $order" ]; then
            say_answer
        fi
        last="$sequence $order"
        rm -f "$ANSWER"
        case $sequence in '' | *[!0-9]*) ;; *) after=$sequence ;; esac
        obey "$order" "$sequence"
        # An appliance that answers at once must not be asked in a tight circle.
        now
        [ $((NOW - started)) -ge 2 ] || sleep 2
    done
}

# The lines after the first are for the person at the console.
say_answer() {
    local line
    {
        read -r _
        while read -r line || [ -n "$line" ]; do
            say "${line%"$CR"}"
        done
    } <"$ANSWER"
}

# obey ORDER SEQUENCE
obey() {
    case $1 in
    wait | '') ;;
    reboot) install_at_once; restart ;;
    poweroff) power_off ;;
    # The appliance answers the next network boot of this machine with its local disk: restarting is enough,
    # and the firmware's boot order stays as its owner set it.
    boot-on) say "Going on to the local disk by a restart"; restart ;;
    read) once "$2 read" && read_anew lldp ;;
    wipe) once "$2 wipe" && wipe_order ;;
    *) once "$2 $1" && report "cannot obey, this agent does not know the order: $1" ;;
    esac
    return 0
}

# once WHAT: fails the second time in a row. An order stands until there is another, and is obeyed once.
once() {
    [ "$OBEYED" = "$1" ] && return 1
    OBEYED=$1
}
