# What partitions hold, as far as their first bytes tell. Sourced by the agent.
# shellcheck shell=dash

PARTITIONS=32
HEAD=262144
STATE_SECRET=4096

# partition_heads DISK NODE OUT: the first 256 KiB of each partition, of the first 32. Talos keeps keys and
# passphrases in META and STATE: of these no more is copied than tells what they are.
partition_heads() {
    local count=0 more=0 number start sectors name bytes
    sed -n 's/^partition=//p' "$FACTS/disk/$1/sysfs" >"$LOOK/partitions.$1"
    while read -r number start sectors name; do
        if [ $count -ge $PARTITIONS ]; then
            more=$((more + 1))
            continue
        fi
        count=$((count + 1))
        bytes=$HEAD
        [ "$sectors" -lt $((HEAD / 512)) ] && bytes=$((sectors * 512))
        case $name in
        META) bytes=4 ;;
        STATE)
            bytes=$STATE_SECRET
            talos_cluster "$2" "$start" "$sectors" "$3"
            ;;
        esac
        copy_bytes "$2" $((start * 512)) $bytes "$3/part-$start" ||
            skip "disk/$1" "partition $number cannot be read: $(why_dd "$LOOK/dd.$1")"
        [ $bytes -eq $HEAD ] && spdk_metadata "$2" $((start * 512)) "$3"
    done <"$LOOK/partitions.$1"
    [ $more -eq 0 ] || skip "disk/$1" "it has more than $PARTITIONS partitions: $more were not looked into"
}

# copy_bytes NODE START COUNT FILE: fails, and leaves no file, if not all of them can be read.
copy_bytes() {
    dd if="$1" bs=64k skip="$2" count="$3" iflag=skip_bytes,count_bytes of="$4" 2>"$LOOK/dd.${1##*/}"
    [ "$(stat -c %s "$4" 2>/dev/null)" = "$3" ] && return 0
    rm -f "$4"
    return 1
}

# talos_cluster NODE SECTOR SECTORS OUT: the cluster's name out of the machine configuration on an unencrypted
# STATE partition. Nothing else of it leaves the machine.
talos_cluster() {
    local most=$((32 * MIB))
    [ $(($3 * 512)) -lt $most ] && most=$(($3 * 512))
    dd if="$1" bs=64k skip=$(($2 * 512)) count=$most iflag=skip_bytes,count_bytes 2>/dev/null |
        grep -a -o -E 'clusterName: *["'\'']?[A-Za-z0-9][A-Za-z0-9._-]{0,62}' |
        sed -e "s/^clusterName: *[\"']*/cluster=/" | sort -u | head -n 4 >"$4/talos"
    [ -s "$4/talos" ] || rm -f "$4/talos"
}

# spdk_metadata NODE START OUT: an SPDK blobstore has its name in its first metadata page, which lies beyond what
# else is copied if the store is large. Bytes 48 to 51 of the super block say where, in pages of 4 KiB.
spdk_metadata() {
    local page
    [ "$(dd if="$1" bs=8 count=1 skip="$2" iflag=skip_bytes 2>/dev/null | tr -d '\000')" = SPDKBLOB ] || return 0
    page=$(dd if="$1" bs=4 count=1 skip=$(($2 + 48)) iflag=skip_bytes 2>/dev/null | hexdump -v -e '1/4 "%u"')
    [ -n "$page" ] && [ "$page" -gt 0 ] || return 0
    copy_bytes "$1" $(($2 + page * BLOCK)) 65536 "$3/at-$((($2 + page * BLOCK) / 512))"
    return 0
}
