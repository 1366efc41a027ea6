"""The installed disk: wiped always, partitions with Talos's labels, a boot loader for BIOS and UEFI, the configuration."""

import binascii
import fcntl
import os
import struct
import subprocess
import time
import uuid

import say

SECTOR = 512
MIB = 1 << 20
LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4"
# Name, mebibytes (0: the rest), type.
PARTITIONS = (("EFI", 100, "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"), ("BIOS", 1, "21686148-6449-6e6f-744e-656564454649"),
              ("BOOT", 1000, LINUX), ("META", 1, LINUX), ("STATE", 100, LINUX), ("EPHEMERAL", 0, LINUX))
BLKRRPART, BLKDISCARD, BLKFLSBUF = 0x125f, 0x1277, 0x1261
INSTALLER = "/installer/"


class Failed(Exception):
    """The installation cannot go on."""


def part(disk, number):
    return disk.path + ("p" if disk.path[-1].isdigit() else "") + str(number)


def by_label(label):
    """Partitions of any disk that bear the label, in the order of their names."""
    found = []
    for name in sorted(os.listdir("/sys/class/block")):
        try:
            with open("/sys/class/block/%s/uevent" % name) as file:
                if "PARTNAME=%s\n" % label in file.read():
                    found.append("/dev/" + name)
        except OSError:
            continue
    return found


def install(disk, config_text, arguments):
    if disk.size < 1300 * MIB:
        raise Failed("disk %s is too small: %d bytes" % (disk.path, disk.size))
    wipe(disk)
    if disk.serial.startswith("FAULTY"):
        raise Failed("write %s: input/output error" % disk.path)
    starts = partition(disk)
    boot_loader(disk, starts, arguments)
    say.say("writing META")
    with open(part(disk, 4), "r+b") as meta:
        # The magic of Talos's META, both copies.
        for at in (0, MIB // 2):
            meta.seek(at)
            meta.write(struct.pack(">I", 0x5a4b3c2d))
    os.sync()


def wipe(disk):
    """Whatever wipe says: the whole disk is gone before the first partition is made."""
    descriptor = os.open(disk.path, os.O_RDWR)
    try:
        try:
            fcntl.ioctl(descriptor, BLKDISCARD, struct.pack("QQ", 0, disk.size))
        except OSError as problem:
            say.say("discard of %s: %s" % (disk.path, problem))
        for at in (0, disk.size - 4 * MIB):
            os.pwrite(descriptor, bytes(4 * MIB), at)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def partition(disk):
    """Writes both GPTs and returns each partition's first sector."""
    last = disk.size // SECTOR - 34
    entries, starts, at = b"", [], 2048
    for name, size, kind in PARTITIONS:
        end = at + size * MIB // SECTOR - 1 if size else last // 2048 * 2048 - 1
        entries += uuid.UUID(kind).bytes_le + uuid.uuid4().bytes_le + struct.pack("<QQQ", at, end, 0) + \
            name.encode("utf-16-le").ljust(72, b"\0")
        starts.append(at)
        at = end + 1
    entries = entries.ljust(128 * 128, b"\0")
    guid = uuid.uuid4().bytes_le
    total = disk.size // SECTOR
    with open(disk.path, "r+b") as device:
        device.write(protective(total, starts[1]))
        device.write(header(guid, 1, total - 1, 2, last, entries))
        device.write(entries)
        device.seek((total - 33) * SECTOR)
        device.write(entries)
        device.write(header(guid, total - 1, 1, total - 33, last, entries))
        device.seek(starts[1] * SECTOR)
        device.write(core(starts[1]))
        device.flush()
        os.fsync(device.fileno())
        fcntl.ioctl(device, BLKRRPART)
    end = time.monotonic() + 20
    while not os.path.exists(part(disk, len(PARTITIONS))):
        if time.monotonic() > end:
            raise Failed("the partitions of %s do not appear" % disk.path)
        time.sleep(0.1)
    return starts


def header(guid, here, other, table, last, entries):
    def made(checksum):
        return struct.pack("<8sIIIIQQQQ16sQIII", b"EFI PART", 0x10000, 92, checksum, 0, here, other, 34, last, guid,
                           table, 128, 128, binascii.crc32(entries))
    return made(binascii.crc32(made(0))).ljust(SECTOR, b"\0")


def protective(total, core_start):
    """GRUB's first sector, which loads the core from the BIOS partition, and one entry that covers the disk."""
    with open(INSTALLER + "boot.img", "rb") as file:
        code = bytearray(file.read(440).ljust(440, b"\0"))
    struct.pack_into("<Q", code, 0x5c, core_start)
    # Trust the drive number that the BIOS passes.
    code[0x66:0x68] = b"\x90\x90"
    entry = struct.pack("<B3sB3sII", 0, b"\0\2\0", 0xee, b"\xff\xff\xff", 1, min(total - 1, 0xffffffff))
    return bytes(code) + bytes(6) + entry + bytes(48) + b"\x55\xaa"


def core(start):
    """GRUB's core; its first sector loads the rest, from the next sector on."""
    with open(INSTALLER + "core.img", "rb") as file:
        image = bytearray(file.read())
    struct.pack_into("<Q", image, 0x1f4, start + 1)
    return bytes(image)


def must(*words):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Failed("%s: status %d %s" % (" ".join(words[:2]), done.returncode, done.stdout.strip()[-300:]))


def boot_loader(disk, starts, arguments):
    """Kernel, initramfs and GRUB on the EFI partition: one place for both firmwares."""
    must("/usr/bin/mkfs.fat", "-F", "32", "-n", "EFI", part(disk, 1))
    os.makedirs("/run/efi", exist_ok=True)
    must("/bin/busybox", "mount", "-t", "vfat", part(disk, 1), "/run/efi")
    try:
        os.makedirs("/run/efi/EFI/BOOT")
        os.makedirs("/run/efi/grub")
        copy(INSTALLER + "bootx64.efi", "/run/efi/EFI/BOOT/BOOTX64.EFI")
        copy(INSTALLER + "vmlinuz", "/run/efi/vmlinuz")
        copy(INSTALLER + "initramfs", "/run/efi/initrd")
        with open("/run/efi/grub/grub.cfg", "w") as file:
            file.write("serial --unit=0 --speed=115200\nterminal_output serial\nset timeout=0\n"
                       "echo talos-standin: the local disk boots\nlinux /vmlinuz %s\ninitrd /initrd\nboot\n"
                       % arguments)
    finally:
        must("/bin/busybox", "umount", "/run/efi")


def copy(source, target):
    with open(source, "rb") as one, open(target, "wb") as other:
        while piece := one.read(MIB):
            other.write(piece)


def save_state(disk, config_text):
    """Makes STATE and writes the configuration to it."""
    # Talos's STATE is smaller than what mkfs.xfs makes for people.
    must("/usr/bin/mkfs.xfs", "-f", "-q", "--unsupported", "-n", "ftype=1", "-L", "STATE", part(disk, 5))
    os.makedirs("/run/state", exist_ok=True)
    must("/bin/busybox", "mount", "-t", "xfs", part(disk, 5), "/run/state")
    try:
        with open("/run/state/config.yaml", "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(config_text)
            file.flush()
            os.fsync(file.fileno())
    finally:
        must("/bin/busybox", "umount", "/run/state")
    os.sync()


def load_state():
    """The configuration on the first STATE partition; None if there is none. Nothing is written."""
    for device in by_label("STATE"):
        os.makedirs("/run/state", exist_ok=True)
        try:
            must("/bin/busybox", "mount", "-t", "xfs", "-o", "ro,norecovery", device, "/run/state")
        except Failed as problem:
            say.say("STATE %s: %s" % (device, problem), 4)
            continue
        try:
            with open("/run/state/config.yaml", "rb") as file:
                return file.read()
        except OSError:
            continue
        finally:
            must("/bin/busybox", "umount", "/run/state")
    return None
