"""The stand-in for Talos: Initialize, Install if no disk carries META, Boot."""

import re
import subprocess
import time
import traceback

import disks
import events
import fetch
import kargs
import kernel_log
import layout
import machineconfig
import network
import power
import sink
from say import say

COUNTDOWN = 10
# What an installed Talos boots with. It has no serial console since 1.8; the stand-in has one, to be seen.
INSTALLED = ("talos.platform=metal console=tty0 console=ttyS0 init_on_alloc=1 slab_nomerge pti=on consoleblank=0 "
             "nvme_core.io_timeout=4294967295 printk.devkmsg=on")


class SequenceFailed(Exception):
    """A sequence ended with an error: the node restarts."""


class Node:
    def __init__(self, arguments, version):
        self.arguments = arguments
        self.tag = version
        self.version = tuple(int(part) for part in re.match(r"v(\d+)\.(\d+)", version).groups())
        self.log = events.Log()
        self.events = sink.Sender(self.log)
        self.kernel = kernel_log.Sender()
        self.events.endpoint = kargs.first(arguments, "talos.events.sink")
        self.kernel.url = kargs.first(arguments, "talos.logging.kernel")
        self.text = None
        self.config = None
        self.early = None
        self.early_wrong = None

    def publish(self, event):
        self.log.publish(event)

    def sequence(self, name, phases):
        """Runs phases, each (name, work or None), with the events that tell of them."""
        self.publish(events.sequence(name, events.START))
        try:
            for phase, work in phases:
                self.publish(events.phase(phase, events.START))
                if work:
                    self.publish(events.task(work.__name__, events.START))
                    work()
                    self.publish(events.task(work.__name__, events.STOP))
                self.publish(events.phase(phase, events.STOP))
        except (SequenceFailed, layout.Failed, disks.NoDisk, OSError) as problem:
            self.publish(events.sequence(name, events.STOP))
            self.publish(events.sequence(name, events.NOOP, "sequence failed: error running phase %s in %s sequence: "
                                         "task failed: %s" % (phase, name, problem)))
            say("%s sequence: failed: %s" % (name, problem), 3)
            raise SequenceFailed(str(problem)) from problem
        self.publish(events.sequence(name, events.STOP))

    def status(self, stage, *unmet):
        self.publish(events.machine_status(stage, not unmet, [(name, "not ready") for name in unmet]))

    # Initialize

    def initialize(self):
        self.status(events.BOOTING, "time", "network", "services")
        self.sequence("initialize", [("systemRequirements", self.enforce_kspp), ("network", self.bring_up),
                                     ("config", self.load_config)])

    def enforce_kspp(self):
        missing = kargs.missing(self.arguments)
        if missing:
            raise SequenceFailed("KSPP kernel parameter %s is required" % ", ".join(missing))

    def bring_up(self):
        saved = layout.load_state()
        if saved:
            self.use(saved, "STATE")
        elif self.version >= (1, 11):
            self.use_early()
        network.up(self.config or self.early)
        self.publish(events.address(self.hostname(), ["%s" % one[1] for one in network.addresses()]))

    def use_early(self):
        """A part of a configuration, in force until a whole one takes its place."""
        try:
            text = kargs.early(self.arguments)
            if text is not None:
                early = machineconfig.Config(text)
                wrong = machineconfig.check(early, self.version)
                if wrong or early.complete():
                    raise machineconfig.Wrong("; ".join(wrong) or "a whole early config is beyond this stand-in")
                self.early = early
                say("machine config from early: %d documents" % len(early.documents))
        except (ValueError, OSError, subprocess.CalledProcessError, machineconfig.Wrong) as problem:
            self.early_wrong = machineconfig.Wrong("early config: %s" % problem)

    def hostname(self):
        name = self.config.hostname() if self.config else ""
        return name or "talos-" + network.mac(network.physical()[0]).replace(":", "")[-5:]

    def load_config(self):
        pause = 1
        while self.config is None:
            try:
                self.download()
            except fetch.NotFound as problem:
                say("failed to load machine config: %s" % problem, 4)
                self.publish(events.config_load_error(str(problem)))
            except machineconfig.Wrong as problem:
                say("failed to load machine config: %s" % problem, 4)
                self.publish(events.config_validation_error(str(problem)))
            if self.config is None:
                time.sleep(pause)
                pause = min(pause * 2, 60)
        say("machine config loaded successfully")

    def download(self):
        if self.early_wrong:
            raise self.early_wrong
        url = kargs.first(self.arguments, "talos.config")
        if not url or url == "none":
            self.maintenance()
        self.use(fetch.fetch(url, variables(), self.early.roots() if self.early else ""), "platform")
        if not self.config.complete():
            self.config = None
            self.maintenance()

    def use(self, text, source):
        config = machineconfig.Config(text.decode("utf-8", "strict"))
        wrong = machineconfig.check(config, self.version)
        if wrong:
            raise machineconfig.Wrong("%d errors occurred: %s" % (len(wrong), "; ".join(wrong)))
        self.text, self.config = text, config
        self.events.endpoint = config.event_sink() or self.events.endpoint
        self.kernel.url = config.kernel_log() or self.kernel.url
        say("machine config from %s: %d documents, %s" % (source, len(config.documents) + 1, self.hostname()))

    def maintenance(self):
        """The stand-in has no maintenance API: it only says where it is."""
        say("entering maintenance service")
        self.publish(events.task("runningMaintenance", events.START))
        self.status(events.MAINTENANCE)
        while True:
            time.sleep(3600)

    # Install

    def install(self):
        unattended = self.config.one("UnattendedInstallConfig")
        if not unattended and not self.config.machine().get("install"):
            say("nothing says where to install")
            return
        if unattended:
            # A controller does it, not a sequence; its failures are tried again.
            while True:
                try:
                    self.write_disk()
                    self.save_state()
                    break
                except (SequenceFailed, layout.Failed, disks.NoDisk, OSError) as problem:
                    say("failed to install: %s" % problem, 3)
                    time.sleep(COUNTDOWN)
            if not (unattended.get("installer") or {}).get("image") and not unattended.get("reboot"):
                say("installed; nothing says to restart")
                return
        else:
            self.status(events.INSTALLING, "install")
            self.sequence("install", [("env", None), ("install", self.write_disk), ("saveMeta", None),
                                      ("volumeFinalize", self.save_state), ("stopEverything", None), ("kexec", None),
                                      ("reboot", self.leave)])
            return
        self.leave()

    def image(self):
        unattended = self.config.one("UnattendedInstallConfig")
        install = (unattended or {}).get("installer") or {} if unattended else self.config.machine()["install"]
        return install.get("image") or "ghcr.io/siderolabs/installer:" + self.tag

    def write_disk(self):
        tag = self.image().rpartition("/")[2].partition("@")[0].partition(":")[2]
        if tag != self.tag:
            raise SequenceFailed("the installer %s is not of the running version %s" % (self.image(), self.tag))
        self.disk = disks.choose(self.config, disks.all_disks())
        say("installing Talos to disk %s (serial %s)" % (self.disk.path, self.disk.serial.strip()))
        layout.install(self.disk, self.text, self.installed_arguments())
        say("installation of %s complete" % self.tag)
        say("install successful")

    def installed_arguments(self):
        install = self.config.machine().get("install") or {}
        extra = [] if install.get("grubUseUKICmdline") else install.get("extraKernelArgs") or []
        return " ".join([INSTALLED] + extra)

    def save_state(self):
        layout.save_state(self.disk, self.text)

    def leave(self):
        self.status(events.REBOOTING)
        self.publish(events.restart(0x45584543 if not no_kexec() else 0x01234567))
        self.log.flush(2)
        if no_kexec():
            say("this machine's firmware wants to see each restart")
        else:
            network.down()
            power.kexec(layout.INSTALLER + "vmlinuz", layout.INSTALLER + "initramfs", self.installed_arguments())
        power.reboot()

    # Boot

    def boot(self):
        say("%s runs from the installed disk" % self.hostname())
        self.sequence("boot", [("saveConfig", None), ("env", None), ("containerd", None), ("ephemeral", None),
                               ("startEverything", None)])
        # Before the cluster is bootstrapped no node is ready, whatever it runs.
        self.status(events.BOOTING, "etcd" if self.config.machine().get("type") != "worker" else "nodeReady")
        say("boot sequence: done")

    def run(self):
        self.initialize()
        if not layout.by_label("META"):
            self.install()
        self.boot()
        while True:
            time.sleep(3600)


def dmi(name):
    return disks.read("/sys/class/dmi/id/" + name).strip()


def no_kexec():
    """Some machines of the rack always restart through their firmware."""
    return "NoKexec" in dmi("product_name")


def variables():
    first = network.physical()[0]
    return {"uuid": dmi("product_uuid").lower(), "serial": dmi("product_serial"), "mac": network.mac(first)}


def run():
    with open("/proc/cmdline") as file:
        arguments = kargs.parse(file.read().strip())
    with open("/etc/talos-standin-version") as file:
        version = file.read().strip()
    say("this is the stand-in for Talos %s, a test fixture" % version)
    node = None
    try:
        node = Node(arguments, version)
        node.run()
    except SequenceFailed:
        pass
    except Exception:  # the fixture is at fault; what it prints is all that people get
        traceback.print_exc()
    if kargs.first(arguments, "panic") == "0":
        time.sleep(10 ** 6)
    for left in range(COUNTDOWN, 0, -1):
        say("rebooting in %d seconds" % left) if left in (COUNTDOWN, 1) else None
        time.sleep(1)
    if node:
        node.log.flush(1)
    power.reboot()
