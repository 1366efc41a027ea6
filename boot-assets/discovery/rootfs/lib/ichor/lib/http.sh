# The client of the appliance: HTTP/1.0 over socat, each request bounded in time. Sourced by the agent.
# shellcheck shell=dash

# request METHOD PATH BODYFILE TYPE SECONDS: sets CODE (000: no answer); the answer's text is in $ANSWER.
# HTTP/1.0, so that the answer ends with the connection and is never chunked.
request() {
    local reply length=0 line
    reply=$(mktemp "$RUN/reply.XXXXXX")
    ANSWER=$reply.text
    [ -n "$3" ] && length=$(stat -c %s "$3")
    {
        printf '%s %s HTTP/1.0\r\nHost: %s:%s\r\nAuthorization: Bearer %s\r\n' "$1" "$2" "$HOST" "$PORT" "$TOKEN"
        printf 'User-Agent: ichor-discovery/%s\r\nConnection: close\r\n' "$AGENT_VERSION"
        [ "$1" = POST ] && printf 'Content-Type: %s\r\nContent-Length: %s\r\n' "$4" "$length"
        printf '\r\n'
        [ -n "$3" ] && cat "$3"
    } 2>/dev/null | timeout "$5" "$TOOLS/socat" -t "$5" - \
        "TCP4:$HOST:$PORT,connect-timeout=8,shut-none" >"$reply" 2>"$reply.err"
    CODE=000
    : >"$ANSWER"
    {
        if read -r _ line _; then
            case $line in [1-5][0-9][0-9]) CODE=$line ;; esac
            while read -r line && [ "${line%"$CR"}" != "" ]; do :; done
            cat >"$ANSWER"
        fi
    } <"$reply"
    WHY=
    if [ "$CODE" = 000 ]; then
        read -r WHY <"$reply.err"
        WHY=${WHY##*" E "}
        [ -n "$WHY" ] || WHY="no answer within $5 s"
    fi
    rm -f "$reply" "$reply.err"
}

CR=$(printf '\r')

# report TEXT: tells the appliance in one line what is going on. Nobody waits for it.
report() {
    say "$*"
    [ -n "$HOST" ] && [ -e "$RUN/online" ] || return 0
    (
        text=$(mktemp "$RUN/report.XXXXXX")
        printf '%s\n' "$*" >"$text"
        request POST /agent/report "$text" 'text/plain; charset=utf-8' 10
        rm -f "$text" "$ANSWER"
    ) &
}

# pause_before_retry: 2, 4, 8 .. 60 seconds; RETRY holds the last pause.
pause_before_retry() {
    RETRY=$((RETRY * 2))
    [ "$RETRY" -lt 2 ] && RETRY=2
    [ "$RETRY" -gt 60 ] && RETRY=60
    say "Trying again in $RETRY s"
    sleep "$RETRY"
}

# pack: the archive of all facts, regular files only, names without "./".
pack() {
    (
        cd "$FACTS" || exit 1
        find . -type f | sed 's|^\./||' | sort >"$RUN/names"
        # shellcheck disable=SC2046  # our own names: no spaces
        tar -cf - $(cat "$RUN/names") | gzip >"$RUN/facts.tar.gz"
    )
}

# upload: until the appliance has the archive; its hash is then in FINGERPRINT.
upload() {
    local sum answer size
    sum=$(sha256sum "$RUN/facts.tar.gz")
    sum=${sum%% *}
    size=$(stat -c %s "$RUN/facts.tar.gz")
    RETRY=0
    while :; do
        say "Sending $((size / 1024)) KiB of facts to $URL"
        request POST /agent/fingerprint "$RUN/facts.tar.gz" application/gzip 180
        read -r answer <"$ANSWER"
        rm -f "$ANSWER"
        case "$CODE $answer" in
        "200 ok $sum"*)
            say "The appliance has the facts"
            # shellcheck disable=SC2034  # the order to erase names it
            FINGERPRINT=$sum
            return 0
            ;;
        409*) say "This boot is over: $answer"; restart ;;
        000*) say "The appliance does not answer at $URL: $WHY" ;;
        4*) report "cannot deliver the facts, the appliance refused them ($CODE): $answer" ;;
        *) say "The appliance refused the facts ($CODE): $answer" ;;
        esac
        pause_before_retry
    done
}
