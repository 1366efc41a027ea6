# The order "wipe": which disks, one after the other, each only with the appliance's word. Sourced by the agent.
# shellcheck shell=dash
# shellcheck disable=SC2153,SC2034  # values of the other parts and for them

BEAT=5

# wipe_order: until nothing is left, or it must not go on. Then the hardware is read anew, for it is another now.
wipe_order() {
    DONE=' '
    while wipe_next; do :; done
    [ "$DONE" = ' ' ] || read_anew
}

# wipe_next: the next disk of the order; fails if there is none, or the arm is over.
wipe_next() {
    local number bytes hold wwid serial
    wipe_plan || return 1
    order_disks
    while read -r number bytes hold wwid serial; do
        case $DONE in *" $number "*) continue ;; esac
        wipe_disk "$number" "$bytes" "$hold" "$wwid" "$serial" </dev/null
        return $?
    done <"$LOOK/plan"
    return 1
}

# wipe_plan: asks what is to be erased until there is an answer: ARM, PLAN_PRINT and lines in $LOOK/plan.
wipe_plan() {
    RETRY=0
    while :; do
        request GET /agent/wipe '' '' 15
        case $CODE in
        200) break ;;
        000 | 429 | 5??) rm -f "$ANSWER"; say "What is to be erased is not known yet ($CODE $WHY)"; pause_before_retry ;;
        404) rm -f "$ANSWER"; say "Nothing is left to be erased"; return 1 ;;
        *) rm -f "$ANSWER"; report "cannot erase, the appliance does not say what ($CODE)"; return 1 ;;
        esac
    done
    if ! read_plan "$ANSWER"; then
        rm -f "$ANSWER"
        report "cannot erase, the list of disks is not as agreed: $WHY. Nothing was written."
        return 1
    fi
    rm -f "$ANSWER"
}

# read_plan FILE: takes nothing that is not exactly as FACTS.md has it, to the last newline.
read_plan() {
    local line at=0 numbers=' '
    ARM='' PLAN_PRINT=''
    : >"$LOOK/plan"
    [ "$(tail -c 1 "$1" | hexdump -v -e '1/1 "%u"')" = 10 ] || { WHY="its end is missing"; return 1; }
    while IFS= read -r line; do
        at=$((at + 1))
        WHY="line $at"
        case $at in
        1) matches "$line" 'arm a-[0-9a-f]{10}' || return 1; ARM=${line#* } ;;
        2) matches "$line" 'fingerprint [0-9a-f]{64}' || return 1; PLAN_PRINT=${line#* } ;;
        *)
            matches "$line" "disk (0|[1-9][0-9]{0,3}) [1-9][0-9]{0,17} (stop|leave) $WORD $WORD" || return 1
            line=${line#disk }
            case $numbers in *" ${line%% *} "*) WHY="$WHY: a disk twice"; return 1 ;; esac
            numbers="$numbers${line%% *} "
            printf '%s\n' "$line" >>"$LOOK/plan"
            ;;
        esac
    done <"$1"
    WHY="it has $at lines"
    [ $at -ge 3 ] && [ $at -le 514 ]
}

WORD='([A-Za-z0-9._-]|%[0-9A-F]{2}){1,600}'

matches() {
    printf '%s\n' "$1" | grep -q -x -E "$2"
}

# order_disks: names of the disks of this order, in ORDER_DISKS: what lies on these alone may be stopped.
order_disks() {
    local bytes wwid serial file
    ORDER_DISKS=
    while read -r _ bytes _ wwid serial; do
        for file in "$RUN/known"/*; do
            grep -q -x -F "identity $bytes $wwid $serial" "$file" 2>/dev/null && ORDER_DISKS="$ORDER_DISKS ${file##*/}"
        done
    done <"$LOOK/plan"
}

# wipe_disk NUMBER BYTES HOLD WWID SERIAL: fails if nothing more may be erased.
wipe_disk() {
    local label="disk $1 (serial $5)" plate
    if [ "$PLAN_PRINT" != "$FINGERPRINT" ]; then
        refuse "$1" "$label" "the order is for other facts than those read last"
        return $?
    fi
    ID_WANTED="$2 $4 $5"
    if ! find_target "$2" "$4" "$5" || ! check_target "$TARGET" "$3"; then
        refuse "$1" "$label" "$WHY"
        return $?
    fi
    nameplate "$TARGET"
    plate=$PLATE
    # The drive that was read is the one whose plate was taken.
    identity_now "$TARGET"
    if [ "$ID" != "$ID_WANTED" ]; then
        refuse "$1" "$label" "it changed while it was looked at"
        return $?
    fi
    receipt "$1" started 0 "beginning with $TARGET"
    case $? in
    0) ;;
    2) pause_before_retry; return 0 ;;
    *) say "The appliance does not let it begin ($CODE): nothing was written to $label"; return 1 ;;
    esac
    DONE="$DONE$1 "
    report "erasing $label, $TARGET"
    erase_watched "$1" "$TARGET" "$3" "$plate" || return 1
    say "Disk $1: $STATE, $NOTE"
    [ "$STATE" = erased ] || report "failed to erase $label: $NOTE"
    settled "$1" "$STATE" "$PERCENT" "$NOTE"
}

# refuse NUMBER LABEL WHY: fails as wipe_disk does.
refuse() {
    DONE="$DONE$1 "
    report "cannot erase $2: $3. Nothing was written to it."
    settled "$1" refused 0 "$3"
}

# erase_watched NUMBER DISK HOLD PLATE: STATE, PERCENT and NOTE when it ended; fails if the arm is over.
erase_watched() {
    local deadline percent what sent told=0
    rm -f "$LOOK"/erase.*
    along 60 0 beginning
    erase_all "$2" "$3" "$4" </dev/null >/dev/null 2>&1 &
    WORKER=$!
    now
    sent=$NOW
    while ! [ -e "$LOOK/erase.end" ]; do
        usleep 100000
        now
        read -r deadline percent what <"$LOOK/erase.now"
        if [ "$NOW" -gt "$deadline" ]; then
            end_worker
            STATE=failed PERCENT=$percent NOTE="no end of: $what$LEFT"
            return 0
        fi
        # Unchanged it is told now and then too: so an arm that is over ends a long step.
        [ $((NOW - sent)) -ge $BEAT ] || continue
        [ "$percent" = "$told" ] && [ $((NOW - sent)) -lt $((4 * BEAT)) ] && continue
        receipt "$1" started "$percent" "$what"
        case $? in
        1 | 3)
            end_worker
            report "failed to erase disk $1: the arm ended meanwhile, the erasing was broken off$LEFT"
            return 1
            ;;
        esac
        now
        sent=$NOW told=$percent
    done
    read -r STATE NOTE <"$LOOK/erase.end"
    PERCENT=100
    [ "$STATE" = erased ] || PERCENT=$percent
}

# end_worker: ends the erasing; LEFT says so if a step hangs in the drive and cannot be ended.
end_worker() {
    local child='' tenths=0
    LEFT=
    kill -9 "$WORKER" 2>/dev/null
    read_value "$LOOK/erase.child" && child=$VALUE
    [ -n "$child" ] || return 0
    kill -9 "$child" 2>/dev/null
    while grep -q '^State:[^Z]*$' "/proc/$child/status" 2>/dev/null; do
        [ $tenths -ge 100 ] && LEFT="; a step of it still hangs in the drive" && return 0
        usleep 100000
        tenths=$((tenths + 1))
    done
}

# settled NUMBER STATE PERCENT NOTE: sent until it is answered; fails if nothing more may be erased.
settled() {
    RETRY=0
    while :; do
        receipt "$1" "$2" "$3" "$4"
        case $? in
        0) return 0 ;;
        2) say "The appliance has no receipt of disk $1 yet ($CODE $WHY)"; pause_before_retry ;;
        1) say "The arm is over"; return 1 ;;
        *) report "cannot go on, the appliance did not take the receipt of disk $1 ($CODE)"; return 1 ;;
        esac
    done
}

# receipt NUMBER STATE PERCENT NOTE: 0 it is kept; 1 the arm is over; 2 no answer; 3 any other answer.
receipt() {
    local text=$LOOK/receipt answer
    printf '%s %s %s %s %s' "$ARM" "$1" "$2" "$3" "$4" | tr -c ' -~' ' ' | head -c 300 >"$text"
    echo >>"$text"
    request POST /agent/wipe "$text" 'text/plain; charset=utf-8' 15
    read -r answer <"$ANSWER"
    rm -f "$ANSWER"
    case "$CODE ${answer%"$CR"}" in
    "200 ok") return 0 ;;
    404* | 409* | 410*) return 1 ;;
    000* | 429* | 5??*) return 2 ;;
    *) return 3 ;;
    esac
}
