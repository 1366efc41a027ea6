"""Sends the kernel's log as JSON lines to tcp:// or udp://, from its start."""

import json
import os
import socket
import threading
import time
from urllib.parse import urlsplit

FACILITIES = ("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news")
PRIORITIES = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
LEVELS = ("error", "error", "error", "error", "warn", "info", "info", "debug")


def line(record, booted):
    """One record of /dev/kmsg (kernel documentation, ABI/testing/dev-kmsg) as the sender of Talos writes it."""
    head, _, message = record.partition(";")
    number, sequence, micros = head.split(",")[:3]
    facility, priority = int(number) >> 3, int(number) & 7
    clock = int(micros)
    moment = booted + clock / 1e6
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)) + ".%06d000Z" % (moment % 1 * 1e6)
    return json.dumps({
        "clock": clock, "facility": FACILITIES[facility] if facility < len(FACILITIES) else str(facility),
        "msg": message.split("\n")[0] + "\n", "priority": PRIORITIES[priority], "seq": int(sequence),
        "talos-level": LEVELS[priority], "talos-time": stamp})


class Sender(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.url = None
        self.start()

    def run(self):
        with open("/proc/uptime") as file:
            booted = time.time() - float(file.read().split()[0])
        log = os.open("/dev/kmsg", os.O_RDONLY)
        link = None
        while True:
            while not self.url:
                time.sleep(0.1)
            try:
                data = (line(os.read(log, 8192).decode("utf-8", "replace"), booted) + "\n").encode()
            except OSError:
                continue  # records were overwritten before they could be read
            while True:
                try:
                    link = link or connect(self.url)
                    link.sendall(data)
                    break
                except OSError:
                    link = None
                    time.sleep(1)


def connect(url):
    parts = urlsplit(url)
    if parts.scheme == "udp":
        link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        link.connect((parts.hostname, parts.port))
    else:
        link = socket.create_connection((parts.hostname, parts.port), 5)
    link.settimeout(5)
    return link
