# Starting Talos without another restart of the machine. Sourced by the agent.
# shellcheck shell=dash

# Talos and its packed and unpacked initramfs lie in memory at the same time.
KEXEC_KIB=1500000

# install_at_once: asked for by "ichor.kexec=1" on the command line. Whatever is in its way, it returns, and the
# machine is restarted: the next boot is then told to install.
install_at_once() {
    local dir kernel kernel_sum initrd initrd_sum command
    [ "$KEXEC" = 1 ] && may_kexec || return 0
    request GET /agent/install '' '' 30
    [ "$CODE" = 200 ] || return 0
    kernel='' kernel_sum='' initrd='' initrd_sum='' command=''
    read_install
    rm -f "$ANSWER"
    if ! is_asset "$kernel" "$kernel_sum" || ! is_asset "$initrd" "$initrd_sum" || [ -z "$command" ]; then
        say "The appliance's answer is odd; restarting instead"
        return 0
    fi
    dir=$(mktemp -d "$RUN/install.XXXXXX")
    if download "$kernel" "$kernel_sum" "$dir/kernel" && download "$initrd" "$initrd_sum" "$dir/initrd" \
        && kexec_load "$dir/kernel" "$dir/initrd" "$command"; then
        report "Starting Talos without a restart"
        sleep 1
        "$TOOLS/kexec" -e
    fi
    rm -rf "$dir"
    say "Talos does not start that way; restarting instead"
}

may_kexec() {
    [ -x "$TOOLS/kexec" ] || return 1
    read_value "$PROC/sys/kernel/kexec_load_disabled" && [ "$VALUE" = 1 ] && return 1
    read_value "$SYS/kernel/security/lockdown" && case $VALUE in *"[none]"*) ;; *) return 1 ;; esac
    [ "$(awk '$1 == "MemAvailable:" { print $2 }' "$PROC/meminfo")" -ge "$KEXEC_KIB" ] 2>/dev/null
}

# read_install: sets the caller's kernel, kernel_sum, initrd, initrd_sum and command.
read_install() {
    local word rest
    while read -r word rest; do
        rest=${rest%"$CR"}
        case $word in
        kernel) kernel=${rest% *} kernel_sum=${rest#* } ;;
        initrd) initrd=${rest% *} initrd_sum=${rest#* } ;;
        command) command=$rest ;;
        esac
    done <"$ANSWER"
}

# is_asset PATH SHA256
is_asset() {
    case $1 in /assets/*) ;; *) return 1 ;; esac
    case $1 in *[!a-z0-9._+/-]* | *..*) return 1 ;; esac
    case $2 in *[!0-9a-f]*) return 1 ;; esac
    [ ${#2} -eq 64 ]
}

# download PATH SHA256 FILE
download() {
    local sum
    say "Loading $1"
    wget -q -T 60 -O "$3" "$URL$1" || return 1
    sum=$(sha256sum "$3")
    [ "${sum%% *}" = "$2" ]
}

# Newer kernels check what they load themselves; what they refuse there is loaded the old way.
kexec_load() {
    "$TOOLS/kexec" -s -l "$1" "--initrd=$2" "--command-line=$3" 2>/dev/null \
        || "$TOOLS/kexec" -l "$1" "--initrd=$2" "--command-line=$3"
}
