"""NICs and addresses: DHCP on all of them, or what the configuration says."""

import os
import re
import subprocess
import time

import say

SYS = "/sys/class/net/"


def physical():
    """Names of the physical NICs, sorted."""
    return sorted(name for name in os.listdir(SYS) if os.path.exists(SYS + name + "/device"))


def mac(name):
    with open(SYS + name + "/address") as file:
        return file.read().strip()


def busybox(*words):
    return subprocess.run(["/bin/busybox", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


def addresses():
    """IPv4 addresses with their prefix, of all links but the loopback."""
    found = []
    for part in re.split(r"\n(?=\S)", busybox("ifconfig").stdout):
        given = re.search(r"inet addr:(\S+).*Mask:(\S+)", part)
        if given and not part.startswith("lo"):
            found.append((part.split()[0], given.group(1), sum(bin(int(n)).count("1")
                                                              for n in given.group(2).split("."))))
    return found


class Plan:
    """What is to be done with each NIC."""

    def __init__(self):
        self.dhcp, self.static, self.mtu, self.vlans = [], [], {}, []


def plan(config, nics):
    made = Plan()
    if config is None or not config.complete():
        made.dhcp = list(nics)
    elif config.controls_links():
        by_documents(config, nics, made)
    else:
        by_interfaces(config, nics, made)
    return made


def by_documents(config, nics, made):
    """One such document means that the node does nothing by itself with any NIC."""
    alias = {}
    for document in config.all("LinkAliasConfig"):
        match = (document.get("selector") or {}).get("match", "")
        fitting = [nic for nic in nics if mac(nic) in match.lower()]
        if "permanent_addr" not in match or len(fitting) != 1:
            say.say("link alias %s matches %d links" % (document.get("name"), len(fitting)), 4)
            continue
        alias[document["name"]] = fitting[0]
    for document in config.all("LinkConfig"):
        name = alias.get(document["name"], document["name"])
        settings(made, name, document)
    for document in config.all("VLANConfig"):
        parent = alias.get(document["parent"], document["parent"])
        made.vlans.append((parent, document["vlanID"], document["name"]))
        settings(made, document["name"], document)
    for document in config.all("DHCPv4Config"):
        made.dhcp.append(alias.get(document["name"], document["name"]))
    for document in config.all("BondConfig"):
        say.say("the stand-in makes no bonds: %s" % document["name"], 4)


def settings(made, name, document):
    for address in document.get("addresses") or []:
        made.static.append((name, address["address"]))
    if document.get("mtu"):
        made.mtu[name] = document["mtu"]


def by_interfaces(config, nics, made):
    named = set()
    for one in (config.machine().get("network") or {}).get("interfaces") or []:
        selector = one.get("deviceSelector") or {}
        wanted = (selector.get("permanentAddr") or selector.get("hardwareAddr") or "").lower()
        fitting = [nic for nic in nics if nic == one.get("interface") or wanted and mac(nic) == wanted]
        if not fitting:
            say.say("no link fits %s" % (one.get("interface") or selector), 4)
            continue
        nic = fitting[0]
        named.add(nic)
        if one.get("dhcp"):
            made.dhcp.append(nic)
        if one.get("mtu"):
            made.mtu[nic] = one["mtu"]
        for address in one.get("addresses") or []:
            made.static.append((nic, address))
        for vlan in one.get("vlans") or []:
            name = "%s.%d" % (nic, vlan["vlanId"])
            made.vlans.append((nic, vlan["vlanId"], name))
            for address in vlan.get("addresses") or []:
                made.static.append((name, address))
            if vlan.get("dhcp"):
                made.dhcp.append(name)
            if vlan.get("mtu"):
                made.mtu[name] = vlan["mtu"]
    made.dhcp += [nic for nic in nics if nic not in named]


def up(config):
    """Brings the NICs up and waits for the first address; a node that gets none waits for ever, as Talos does."""
    made = plan(config, physical())
    for nic in physical():
        busybox("ifconfig", nic, "up")
    if made.vlans:
        subprocess.run(["/usr/bin/modprobe", "8021q"], check=False)
    for parent, number, name in made.vlans:
        busybox("vconfig", "add", parent, str(number))
        busybox("nameif", name, mac("%s.%d" % (parent, number)))
        busybox("ifconfig", name, "up")
    for name, size in made.mtu.items():
        busybox("ifconfig", name, "mtu", str(size))
    for number, (name, address) in enumerate(made.static):
        host, _, prefix = address.partition("/")
        if ":" not in host:
            # Under a label of its own: a lease takes the place of the address that has none.
            busybox("ifconfig", "%s:%d" % (name, number), host, "netmask", dotted(int(prefix or 32)), "up")
    for name in made.dhcp:
        # No client identifier: Talos up to 1.13 sends none, so the lease is by the MAC.
        subprocess.Popen(["/bin/busybox", "udhcpc", "-f", "-i", name, "-C", "-t", "8", "-T", "2", "-A", "3", "-s",
                          "/standin/dhcp-event"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL)
    while not addresses():
        time.sleep(0.2)
    say.say("addresses: " + ", ".join("%s %s/%d" % one for one in addresses()))


def down():
    """Nothing may write to memory any more that the next kernel takes for its own."""
    busybox("killall", "udhcpc")
    for nic in physical():
        device = os.path.realpath("/sys/class/net/%s/device" % nic)
        busybox("ifconfig", nic, "down")
        # Linux 6.1 leaves virtio devices running when it shuts down for kexec; without a driver they stop.
        with open(device + "/driver/unbind", "w") as driver:
            driver.write(os.path.basename(device))


def dotted(prefix):
    bits = (0xffffffff << (32 - prefix)) & 0xffffffff
    return ".".join(str(bits >> shift & 255) for shift in (24, 16, 8, 0))
