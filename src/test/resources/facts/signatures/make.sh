#!/bin/sh
# Makes the archives beside this file: for each signature the real tool writes to a sparse file, and what the discovery
# agent would copy of such a disk is packed. Needs root (loop devices) and these Debian packages: e2fsprogs xfsprogs
# btrfs-progs dosfstools exfatprogs ntfs-3g f2fs-tools nilfs-tools reiserfsprogs jfsutils gfs2-utils ocfs2-tools
# squashfs-tools erofs-utils udftools xorriso util-linux fdisk gdisk lvm2 cryptsetup-bin bcache-tools
# usage: make.sh OUTPUT-FOLDER [NAME...]
set -eu

out=$(realpath "$1")
shift
tmp=$(mktemp -d /tmp/facts-signatures.XXXXXX)
loops=
clean() {
    for loop in $loops; do
        losetup -d "$loop" || true
    done
    rm -rf "$tmp"
}
trap clean EXIT

# pack NAME IMAGE: an archive with the one disk "sda".
pack() {
    dir=$tmp/$1/disk/sda
    mkdir -p "$dir"
    size=$(stat -c %s "$2")
    tail_at=$((size > 1048576 ? size - 1048576 : 0))
    printf 'size=%s\nlogical=512\nholders=\n' $((size / 512)) >"$dir/sysfs"
    dd if="$2" of="$dir/head" bs=64k count=16 status=none
    dd if="$2" of="$dir/tail" bs=64k count=16 skip=$tail_at iflag=skip_bytes status=none
    i=0
    while [ $i -lt 64 ]; do
        dd if="$2" bs=4096 count=1 skip=$((i * (size / 4096) / 64)) status=none
        i=$((i + 1))
    done >"$dir/samples"
    printf 'format=1\nagent=0\nboot=0123456789abcdef\n' >"$tmp/$1/meta"
    tar -C "$tmp/$1" --format=ustar --owner=0 --group=0 --mtime=@0 -cf - meta disk | gzip -9n >"$out/$1.tar.gz"
    rm -rf "${tmp:?}/$1"
}

# image SIZE: a fresh sparse file.
image() {
    rm -f "$tmp/image"
    truncate -s "$1" "$tmp/image"
}

loop_of() {
    loop=$(losetup --show -f "$1")
    loops="$loops $loop"
}

detach() {
    losetup -d "$1"
    loops=
}

uuid=11112222-3333-4444-5555-666677778888

make_ext2() { image 64M; mkfs.ext2 -q -F -L data -U $uuid "$tmp/image"; }
make_ext3() { image 64M; mkfs.ext3 -q -F -L data -U $uuid "$tmp/image"; }
make_ext4() { image 64M; mkfs.ext4 -q -F -L data -U $uuid "$tmp/image"; }
make_xfs() { image 320M; mkfs.xfs -q -f -L data -m uuid=$uuid "$tmp/image"; }
make_btrfs() { image 128M; mkfs.btrfs -q -f -L data -U $uuid "$tmp/image"; }
make_vfat16() { image 64M; mkfs.vfat -F 16 -n DATA -i 1234abcd "$tmp/image" >/dev/null; }
make_vfat32() { image 64M; mkfs.vfat -F 32 -n DATA -i 1234abcd "$tmp/image" >/dev/null; }
make_exfat() { image 64M; mkfs.exfat -L data "$tmp/image" >/dev/null; }
make_ntfs() { image 64M; mkfs.ntfs -q -F -f -L data "$tmp/image" >/dev/null; }
make_f2fs() { image 128M; mkfs.f2fs -q -f -l data "$tmp/image" >/dev/null; }
make_nilfs2() { image 256M; mkfs.nilfs2 -q -f -L data "$tmp/image" >/dev/null 2>&1; }
make_reiserfs() { image 64M; mkfs.reiserfs -q -f -f -l data -u $uuid "$tmp/image" >/dev/null 2>&1; }
make_jfs() { image 64M; mkfs.jfs -q -L data "$tmp/image" >/dev/null; }
make_gfs2() { image 256M; loop_of "$tmp/image"; mkfs.gfs2 -q -O -p lock_nolock -j 1 -J 32 -t c:data "$loop" >/dev/null; detach "$loop"; }
make_ocfs2() { image 256M; mkfs.ocfs2 -q -F -M local -L data -U 11112222333344445555666677778888 "$tmp/image" >/dev/null 2>&1; }
make_swap() { image 64M; mkswap -q -L data -U $uuid "$tmp/image" >/dev/null 2>&1; }
make_udf() { image 64M; mkudffs -l data "$tmp/image" >/dev/null; }
make_squashfs() { folder; rm -f "$tmp/image"; mksquashfs "$tmp/folder" "$tmp/image" -quiet -no-progress >/dev/null; truncate -s 64M "$tmp/image"; }
make_erofs() { folder; image 0; mkfs.erofs -U $uuid "$tmp/image" "$tmp/folder" >/dev/null 2>&1; truncate -s 64M "$tmp/image"; }
make_iso9660() { folder; rm -f "$tmp/image"; xorriso -as mkisofs -quiet -V DATA -o "$tmp/image" "$tmp/folder" 2>/dev/null; truncate -s 64M "$tmp/image"; }
make_luks1() { image 64M; printf secret | cryptsetup -q luksFormat --type luks1 --pbkdf-force-iterations 1000 --uuid $uuid "$tmp/image" -; thin 1; }
make_luks2() { image 64M; printf secret | cryptsetup -q luksFormat --type luks2 --label data --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --uuid $uuid "$tmp/image" -; thin 8; }
make_bcache() { image 64M; loop_of "$tmp/image"; make-bcache -B "$loop" >/dev/null; detach "$loop"; }
make_gpt() { image 64M; sgdisk -n 1:0:+8M -t 1:8300 -c 1:root -n 2:0:+8M -t 2:8e00 -c 2:data -U $uuid "$tmp/image" >/dev/null; }
make_mbr() { image 64M; printf 'label: dos\nlabel-id: 0x1234abcd\nstart=64, size=20480, type=83\ntype=5\nsize=10240, type=82\nsize=10240, type=8e\n' | sfdisk -q "$tmp/image"; }
make_gpt4k() { image 256M; loop=$(losetup --show -f -b 4096 "$tmp/image"); loops="$loops $loop"; sgdisk -n 1:0:+8M -c 1:root -U $uuid "$loop" >/dev/null; detach "$loop"; }
make_talos() {
    image 8G
    sgdisk -n 1:0:+100M -t 1:ef00 -c 1:EFI -n 2:0:+1M -t 2:ef02 -c 2:BIOS -n 3:0:+1000M -c 3:BOOT -n 4:0:+1M -c 4:META \
        -n 5:0:+100M -c 5:STATE -n 6:0:0 -c 6:EPHEMERAL -U $uuid "$tmp/image" >/dev/null
}
make_lvm() {
    image 64M
    loop_of "$tmp/image"
    lvm pvcreate --config 'devices/use_devicesfile=0' -qq -ff -y "$loop"
    lvm vgcreate --config 'devices/use_devicesfile=0' -qq ceph-block-1 "$loop"
    detach "$loop"
}
folder() { mkdir -p "$tmp/folder"; echo hello >"$tmp/folder/file"; }
# Key slots hold random bytes that only make the archive large; a signature test needs none of them.
thin() { dd if=/dev/zero of="$tmp/image" bs=4096 seek="$1" count=$((256 - $1)) conv=notrunc status=none; dd if=/dev/zero of="$tmp/image" bs=1M seek=1 count=16 conv=notrunc status=none; }

names=${*:-$(sed -n 's/^make_\([a-z0-9]*\)().*/\1/p' "$0")}
for name in $names; do
    "make_$name" || { echo "make.sh: $name failed" >&2; continue; }
    pack "$name" "$tmp/image"
done
