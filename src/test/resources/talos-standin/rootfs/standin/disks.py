"""The node's disks, their names under /dev/disk/by-id, and which of them an installation takes."""

import os
import re

PLAIN = "#+-.:=@_"
UNITS = {"": 1, "B": 1, "KB": 10 ** 3, "MB": 10 ** 6, "GB": 10 ** 9, "TB": 10 ** 12, "KIB": 1 << 10, "MIB": 1 << 20,
         "GIB": 1 << 30, "TIB": 1 << 40}


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("ascii", "replace").strip("\0\n")
    except OSError:
        return ""


class Disk:
    def __init__(self, name, sys="/sys/block"):
        base = "%s/%s/" % (sys, name)
        self.name = name
        self.path = "/dev/" + name
        self.size = int(read(base + "size") or 0) * 512
        self.readonly = read(base + "ro") == "1"
        self.rotational = read(base + "queue/rotational") == "1"
        self.model = read(base + "device/model")
        self.serial = read(base + "device/serial")
        self.wwid = (read(base + "wwid") or read(base + "device/wwid")).strip()
        self.nsid = read(base + "nsid")
        self.modalias = read(base + "device/modalias")
        self.transport = "nvme" if name.startswith("nvme") else "virtio" if name.startswith("vd") else \
            "sata" if name.startswith("sd") else ""
        if not self.serial and name.startswith("sd"):
            page = read_raw(base + "device/vpd_pg80")
            self.serial = page[4:].decode("ascii", "replace").strip()

    def fields(self):
        return {"serial": self.serial.strip(), "wwid": self.wwid, "model": self.model.strip(), "name": self.name,
                "modalias": self.modalias, "transport": self.transport, "size": self.size, "dev_path": self.path,
                "readonly": self.readonly, "rotational": self.rotational, "cdrom": False, "symlinks": self.links()}

    def links(self):
        """By-id links as systemd's 60-persistent-storage.rules make them."""
        names = []
        if self.transport == "nvme":
            if self.wwid:
                names.append("nvme-" + unescaped(attribute(self.wwid)))
            if self.model.strip() and self.serial.strip():
                name = attribute(self.model) + "_" + attribute(self.serial)
                if self.nsid:
                    names.append("nvme-" + replaced(name + "_" + self.nsid, ""))
                names.append("nvme-" + replaced(name, ""))
                names.append("nvme-" + unescaped(name))
        elif self.transport == "sata":
            model = replaced(squeezed(self.model), "")
            names.append("ata-" + model + ("_" + replaced(squeezed(self.serial), "") if self.serial else ""))
            if self.wwid.startswith("naa."):
                names.append("wwn-0x" + self.wwid[4:])
        elif self.serial:
            names.append("virtio-" + unescaped(attribute(self.serial)))
        return ["/dev/disk/by-id/" + name for name in dict.fromkeys(names)]


def read_raw(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def attribute(raw):
    return replaced(raw.rstrip(), "/ $%?,")


def unescaped(value):
    return replaced(squeezed(value), "/")


def squeezed(value):
    return re.sub(r"\s+", "_", value.strip())


def replaced(value, allowed):
    return "".join(c if c.isascii() and c.isalnum() or c in PLAIN or c in allowed else "_" for c in value)


def all_disks(sys="/sys/block"):
    """All disks in the order of their names, which differs from boot to boot on real machines."""
    names = [name for name in os.listdir(sys) if re.fullmatch(r"nvme\d+n\d+|sd[a-z]+|vd[a-z]+", name)]
    return [disk for disk in (Disk(name, sys) for name in sorted(names)) if disk.size]


class NoDisk(Exception):
    """No disk is what the configuration wants."""


def choose(config, disks):
    """The install disk: the first that fits; nobody asks whether a second one fits too."""
    unattended = config.one("UnattendedInstallConfig")
    if unattended:
        return by_expression(unattended["provisioning"]["diskSelector"]["match"], disks)
    install = config.machine()["install"]
    if install.get("diskSelector"):
        return by_selector(install["diskSelector"], disks)
    wanted = install["disk"]
    for disk in disks:
        if wanted == disk.path or wanted in disk.links():
            return disk
    raise NoDisk("install disk %s does not exist" % wanted)


def usable(disks):
    return [disk for disk in disks if disk.transport and not disk.readonly]


def by_selector(selector, disks):
    for disk in usable(disks):
        if all(fits(disk, key, value) for key, value in selector.items()):
            return disk
    raise NoDisk("no disk matches %s" % selector)


def fits(disk, key, value):
    if key == "size":
        return size_fits(disk.size, str(value))
    if key == "type":
        return {"nvme": disk.transport == "nvme", "hdd": disk.rotational, "ssd": not disk.rotational,
                "sd": False}.get(value, False)
    fields = disk.fields()
    if key not in ("serial", "wwid", "model", "modalias"):
        raise NoDisk("the stand-in knows no disk selector %s" % key)
    return glob(str(value), fields[key])


def size_fits(size, text):
    found = re.fullmatch(r"\s*(>=|<=|>|<|==)?\s*([\d.]+)\s*([A-Za-z]*)\s*", text)
    if not found or found.group(3).upper() not in UNITS:
        raise NoDisk("size %s cannot be read" % text)
    than = int(float(found.group(2)) * UNITS[found.group(3).upper()])
    return {">=": size >= than, "<=": size <= than, ">": size > than, "<": size < than}.get(found.group(1),
                                                                                       size == than)


def glob(pattern, value):
    regex = "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch(regex, value) is not None


TERM = re.compile(r"""\s*disk\.(\w+)\s*(==|!=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*""")
GLOB = re.compile(r"""\s*glob\(\s*("(?:[^"\\]|\\.)*")\s*,\s*disk\.(\w+)\s*\)\s*""")
NOT = re.compile(r"\s*!\s*(disk\.(\w+)|system_disk)\s*")


def by_expression(text, disks):
    """CEL, as far as install disks need it: comparisons of text and globs, joined by &&."""
    for disk in usable(disks):
        if all(true(term, disk) for term in text.split("&&")):
            return disk
    raise NoDisk("no disk matches %s" % text)


def true(term, disk):
    fields = disk.fields()
    found = TERM.fullmatch(term)
    if found and found.group(1) in fields:
        same = str(fields[found.group(1)]) == re.sub(r"\\(.)", r"\1", found.group(3)[1:-1])
        return same == (found.group(2) == "==")
    found = GLOB.fullmatch(term)
    if found and found.group(2) in fields:
        return glob(found.group(1)[1:-1], str(fields[found.group(2)]))
    found = NOT.fullmatch(term)
    if found:
        return not fields.get(found.group(2) or "", False)
    raise NoDisk("the stand-in cannot evaluate: %s" % term.strip())
