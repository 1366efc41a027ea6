"""Events with the message types of Talos (api/machine/machine.proto), encoded by hand; replayed from their start."""

import itertools
import os
import struct
import threading
import time

NOOP, START, STOP = 0, 1, 2
BOOTING, INSTALLING, MAINTENANCE, RUNNING, REBOOTING = 1, 2, 3, 4, 5
TYPE = "type.googleapis.com/machine."
LETTERS = "0123456789abcdefghijklmnopqrstuv"


def varint(number):
    out = b""
    while True:
        low, number = number & 0x7f, number >> 7
        out += bytes([low | (0x80 if number else 0)])
        if not number:
            return out


def integer(field, value):
    return varint(field << 3) + varint(value) if value else b""


def blob(field, value):
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def text(field, value):
    return blob(field, value) if value else b""


def sequence(name, action, error=""):
    # common.Error: the code FATAL is 0, so it does not appear.
    return "SequenceEvent", text(1, name) + integer(2, action) + (blob(3, text(2, error)) if error else b"")


def phase(name, action):
    return "PhaseEvent", text(1, name) + integer(2, action)


def task(name, action):
    return "TaskEvent", text(1, name) + integer(2, action)


def config_load_error(error):
    return "ConfigLoadErrorEvent", text(1, error)


def config_validation_error(error):
    return "ConfigValidationErrorEvent", text(1, error)


def address(hostname, addresses):
    return "AddressEvent", text(1, hostname) + b"".join(blob(2, one) for one in addresses)


def machine_status(stage, ready, unmet=()):
    conditions = b"".join(blob(2, text(1, name) + text(2, reason)) for name, reason in unmet)
    status = integer(1, 1 if ready else 0) + conditions
    return "MachineStatusEvent", integer(1, stage) + blob(2, status)


def restart(command):
    return "RestartEvent", integer(1, command)


COUNTER = itertools.count(int.from_bytes(os.urandom(2), "big"))
HOST = os.urandom(5)


def xid():
    """An id as github.com/rs/xid makes them: 12 bytes that grow with time, in 20 letters."""
    raw = struct.pack(">I", int(time.time())) + HOST + (next(COUNTER) & 0xffffff).to_bytes(3, "big")
    bits = int.from_bytes(raw, "big") << 4
    return "".join(LETTERS[bits >> 5 * at & 31] for at in range(19, -1, -1))


def request(event):
    """EventRequest of the sink's service (siderolink, events.proto)."""
    kind, value, identity, actor = event
    data = text(1, TYPE + kind) + text(2, value)
    return blob(1, data) + text(2, identity) + text(3, actor)


class Log:
    """All events since this boot, in their order."""

    def __init__(self):
        self.lock = threading.Condition()
        self.events = []
        self.acknowledged = 0
        self.actor = "%s-%s" % (os.urandom(4).hex(), os.urandom(2).hex())

    def publish(self, event):
        kind, value = event
        with self.lock:
            self.events.append((kind, value, xid(), self.actor))
            self.lock.notify_all()

    def next(self):
        """Waits for the first event that no sink has acknowledged."""
        with self.lock:
            while self.acknowledged >= len(self.events):
                self.lock.wait()
            return self.events[self.acknowledged]

    def acknowledge(self):
        with self.lock:
            self.acknowledged += 1
            self.lock.notify_all()

    def flush(self, seconds):
        """Gives the sink a moment; true if it has heard all."""
        end = time.monotonic() + seconds
        with self.lock:
            while self.acknowledged < len(self.events) and time.monotonic() < end:
                self.lock.wait(0.2)
            return self.acknowledged >= len(self.events)
