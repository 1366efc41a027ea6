"""Leaving this boot: by kexec into the installed system, as Talos does, or through the firmware."""

import ctypes
import os
import time

import say

KEXEC_FILE_LOAD, RESTART, KEXEC = 320, 0x01234567, 0x45584543


def reboot():
    os.sync()
    say.say("rebooting through the firmware")
    time.sleep(0.3)
    ctypes.CDLL(None).reboot(RESTART)


def kexec(kernel, initramfs, arguments):
    """Starts the kernel; returns only if that fails."""
    libc = ctypes.CDLL(None, use_errno=True)
    line = arguments.encode() + b"\0"
    one, other = os.open(kernel, os.O_RDONLY), os.open(initramfs, os.O_RDONLY)
    if libc.syscall(KEXEC_FILE_LOAD, one, other, ctypes.c_ulong(len(line)), line, ctypes.c_ulong(0)):
        say.say("kexec: %s" % os.strerror(ctypes.get_errno()), 4)
        return
    os.sync()
    time.sleep(0.3)
    libc.reboot(KEXEC)
    say.say("kexec did not start: %s" % os.strerror(ctypes.get_errno()), 4)
