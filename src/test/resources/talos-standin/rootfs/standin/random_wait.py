"""A fraction of a second that differs between machines; Python's random module would take a second to load here."""

import os


def fraction():
    return int.from_bytes(os.urandom(2), "big") / 65536
