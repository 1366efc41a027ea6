# Paths, console, kernel command line and small readers. Sourced by the agent.
# shellcheck shell=dash
# shellcheck disable=SC2034  # the values are used by the other parts

AGENT_VERSION=2
# ROOT is empty on a machine; the tests point it at a made-up tree.
ROOT=${ROOT:-}
SYS=$ROOT/sys
PROC=$ROOT/proc
DEV=$ROOT/dev
RUN=${RUN:-/run/ichor}
FACTS=$RUN/facts
TOOLS=${TOOLS:-/usr/bin}

start_over() {
    rm -rf "$RUN"
    mkdir -p "$FACTS"
    new_look
    find_consoles
}

# Everything that a person may be looking at: VGA, the first serial port, and the kernel's own choice.
find_consoles() {
    local name active=
    CONSOLES=
    read_value "$SYS/class/tty/console/active" && active=$VALUE
    for name in tty0 ttyS0 $active; do
        case " $CONSOLES " in
        *" $DEV/$name "*) ;;
        *) [ -c "$DEV/$name" ] && CONSOLES="$CONSOLES $DEV/$name" ;;
        esac
    done
    return 0
}

say() {
    local console
    now
    for console in $CONSOLES; do
        printf 'ichor %3d s: %s\r\n' "$NOW" "$*" >"$console"
    done 2>/dev/null
    return 0
}

# skip WHAT WHY: something could not be read. Goes into the archive, not to the console.
skip() {
    echo "skipped=$1: $2" >>"$RUN/skipped"
}

# read_value FILE: the first line of a file in VALUE, without a fork; fails if it cannot be read or is empty.
read_value() {
    VALUE=
    [ -r "$1" ] || return 1
    { read -r VALUE <"$1" || [ -n "$VALUE" ]; } 2>/dev/null
}

# read_list FILE: like read_value, for the kernel's CPU lists: they are empty when read byte by byte, as
# the shell reads.
read_list() {
    VALUE=$(cat "$1" 2>/dev/null)
    [ -n "$VALUE" ]
}

# put_key KEY FILE: prints "KEY=<first line of FILE>", or nothing.
put_key() {
    read_value "$2" && printf '%s=%s\n' "$1" "$VALUE"
}

# keep NAME FILE: copies a file of the kernel into the facts, if it is there.
keep() {
    [ -r "$2" ] || return 0
    case $1 in */*) mkdir -p "$FACTS/${1%/*}" ;; esac
    if ! cat "$2" >"$FACTS/$1" 2>/dev/null; then
        rm -f "$FACTS/$1"
        skip "$1" "cannot be read"
    fi
}

read_cmdline() {
    local word
    URL='' BOOT='' TOKEN='' LLDP_SECONDS=35 ECHO_PORT='' BOOTIF='' KEXEC=0
    # shellcheck disable=SC2013  # words are what is wanted
    for word in $(cat "$PROC/cmdline"); do
        case $word in
        ichor.url=*) URL=${word#*=} ;;
        ichor.boot=*) BOOT=${word#*=} ;;
        ichor.token=*) TOKEN=${word#*=} ;;
        ichor.lldp=*) LLDP_SECONDS=${word#*=} ;;
        ichor.echo=*) ECHO_PORT=${word#*=} ;;
        ichor.kexec=*) KEXEC=${word#*=} ;;
        BOOTIF=*) BOOTIF=$(mac_of_bootif "${word#*=}") ;;
        esac
    done
    case $LLDP_SECONDS in '' | *[!0-9]*) LLDP_SECONDS=35 ;; esac
    HOST=${URL#http://}
    HOST=${HOST%%/*}
    PORT=80
    case $HOST in *:*) PORT=${HOST##*:} HOST=${HOST%:*} ;; esac
}

# iPXE and pxelinux write 01-52-54-00-..: the hardware type, then the MAC with dashes.
mac_of_bootif() {
    local mac
    mac=$(printf '%s' "$1" | tr 'A-F-' 'a-f:')
    case $mac in ??:??:??:??:??:??:??) mac=${mac#??:} ;; esac
    printf '%s\n' "$mac"
}

masked_cmdline() {
    sed 's/ichor\.token=[^ ]*/ichor.token=***/g' "$PROC/cmdline"
}

say_identity() {
    local field line=
    for field in sys_vendor product_name product_serial product_uuid; do
        read_value "$SYS/class/dmi/id/$field" || VALUE='-'
        line="$line, $VALUE"
    done
    say "Machine: ${line#, } (vendor, product, serial, UUID)"
}

# now: seconds since the kernel started, in NOW, without a fork.
now() {
    read -r NOW _ <"$PROC/uptime"
    NOW=${NOW%.*}
}

# pci_of PATH: the nearest PCI function at or above a sysfs path, in PCI; fails if there is none.
pci_of() {
    local rest=$1
    while [ -n "$rest" ]; do
        PCI=${rest##*/}
        case $PCI in
        [0-9a-f][0-9a-f][0-9a-f][0-9a-f]*:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f].[0-7]) return 0 ;;
        esac
        rest=${rest%/*}
    done
    PCI=
    return 1
}

# real_path DIR: the directory without links, in REAL, as the kernel would name it (without ROOT).
real_path() {
    local before=$PWD
    REAL=
    cd -P "$1" 2>/dev/null || return 1
    REAL=${PWD#"$ROOT"}
    cd "$before" || return 1
}

# pci_facts ADDRESS: the file pci/<address>, once.
pci_facts() {
    local dir=$SYS/bus/pci/devices/$1 key
    [ -d "$dir" ] || return 0
    [ -e "$FACTS/pci/$1" ] && return 0
    mkdir -p "$FACTS/pci"
    {
        for key in class vendor device subsystem_vendor subsystem_device; do
            put_key $key "$dir/$key"
        done
        real_path "$dir/driver" && printf 'driver=%s\n' "${REAL##*/}"
        put_key numa "$dir/numa_node"
        for key in current_link_speed current_link_width max_link_speed max_link_width; do
            put_key $key "$dir/$key"
        done
    } >"$FACTS/pci/$1"
}
