# By what a disk is known, and what was read of it for the archive that the appliance has. Sourced by the agent.
# shellcheck shell=dash

# encoded [nul]: numbers of bytes, one a line, as the appliance writes a word: control characters are spaces,
# no space at the ends, at most 200 characters, and every byte but A-Z a-z 0-9 . _ - as %XX. With "nul" the text
# ends at the first zero. Text that is not ASCII gives nothing, so that it matches nothing.
encoded() {
    awk -v stop="$1" '
        BEGIN { n = 0; from = 0 }
        $1 == 0 && stop != "" { over = 1 }
        over { next }
        $1 > 127 { odd = 1 }
        n < 200 { a[n++] = ($1 < 32 || $1 == 127) ? 32 : $1 }
        END {
            if (odd) exit
            while (n > 0 && a[n - 1] == 32) n--
            while (from < n && a[from] == 32) from++
            for (i = from; i < n; i++) {
                c = a[i]
                plain = (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
                if (plain || c == 45 || c == 46 || c == 95) printf "%c", c
                else printf "%%%02X", c
            }
        }'
}

# bytes_of_text and bytes_of_hex: what stands on standard input as numbers of bytes, one a line.
bytes_of_text() {
    hexdump -v -e '1/1 "%u\n"'
}

bytes_of_hex() {
    awk '{
        digits = "0123456789abcdef"
        for (i = 1; i < length($0); i += 2)
            print (index(digits, substr($0, i, 1)) - 1) * 16 + index(digits, substr($0, i + 1, 1)) - 1
    }'
}

# key_of FILE KEY: the first value of a key in a file of lines "key=value".
key_of() {
    sed -n "s/^$2=//p" "$1" 2>/dev/null | head -n 1
}

# scsi_serial DIR WWID: as dev.ichor.machine.facts.ScsiIds takes it: IDENTIFY DEVICE words 10 to 19, else VPD page
# 0x80, else the end of the designator by which Linux describes an ATA disk, else what smartctl says.
scsi_serial() {
    local hex length serial=
    hex=$(sed -n 's/^identify //p' "$1/udev-id" 2>/dev/null | head -n 1)
    if [ ${#hex} = 1024 ]; then
        serial=$(printf '%s\n' "$hex" | cut -c 41-80 | sed 's/\(..\)\(..\)/\2\1/g' | bytes_of_hex | encoded)
    fi
    hex=$(sed -n 's/^80 //p' "$1/udev-id" 2>/dev/null | head -n 1)
    case $hex in
    ??80????*)
        length=$(printf '%s\n' "$hex" | cut -c 5-8)
        length=$((0x$length * 2))
        [ -z "$serial" ] && [ $length -gt 0 ] &&
            serial=$(printf '%s\n' "$hex" | cut -c "9-$((8 + length))" | bytes_of_hex | encoded)
        ;;
    esac
    case $2 in
    "t10.ATA     "*) [ -z "$serial" ] && serial=$(printf '%s\n' "$2" | cut -c 53- | bytes_of_text | encoded) ;;
    esac
    [ -n "$serial" ] || serial=$(grep -o '"serial_number" *: *"[^"\\]*"' "$1/smartctl" 2>/dev/null | head -n 1 |
        sed 's/^"serial_number" *: *"\(.*\)"$/\1/' | bytes_of_text | encoded)
    printf '%s\n' "$serial"
}

# identity_of DIR: "<bytes> <wwid> <serial>" in ID, out of the same files and in the same way as the appliance
# (dev.ichor.machine.facts.DiskReader). Without all three, ID is empty: such a disk is never erased.
identity_of() {
    local sectors wwid serial=
    ID=
    sectors=$(key_of "$1/sysfs" size)
    wwid=$(key_of "$1/sysfs" wwid)
    if [ "$(stat -c %s "$1/id-ctrl" 2>/dev/null)" = 4096 ]; then
        serial=$(dd if="$1/id-ctrl" bs=1 skip=4 count=20 2>/dev/null | bytes_of_text | encoded nul)
    fi
    [ -n "$serial" ] || serial=$(scsi_serial "$1" "$wwid")
    [ -n "$serial" ] || serial=$(key_of "$1/sysfs" serial | bytes_of_text | encoded)
    wwid=$(printf '%s\n' "$wwid" | bytes_of_text | encoded)
    case $sectors in '' | 0* | *[!0-9]*) return 0 ;; esac
    [ -n "$wwid" ] && [ -n "$serial" ] && ID="$((sectors * 512)) $wwid $serial"
    return 0
}

# keep_known: after the appliance took the archive: of each disk its identity, the hashes of what was read and
# where partitions are. The facts themselves go, but for what the network's first look found.
keep_known() {
    local dir disk part
    rm -rf "$RUN/known" "$RUN/net-kept"
    mkdir -p "$RUN/known"
    for dir in "$FACTS"/disk/*; do
        [ -e "$dir/sysfs" ] || continue
        disk=${dir##*/}
        identity_of "$dir"
        {
            printf 'identity %s\n' "$ID"
            for part in head tail samples; do
                [ -s "$dir/$part" ] && sum_line "$part" "$dir/$part"
            done
            sed -n 's/^partition=[0-9]* \([0-9]* [0-9]*\).*/partition \1/p' "$dir/sysfs"
        } >"$RUN/known/$disk"
    done
    [ -d "$FACTS/net" ] && mv "$FACTS/net" "$RUN/net-kept"
    rm -rf "$FACTS" "$RUN/facts.tar.gz"
    mkdir -p "$FACTS"
}

sum_line() {
    local sum
    sum=$(sha256sum "$2")
    printf '%s %s\n' "$1" "${sum%% *}"
}
