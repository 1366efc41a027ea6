"""The kernel command line: what must be in it, and what it says."""

import base64
import re
import subprocess

# Talos's Initialize sequence fails without these (pkg/kernel/kspp); the value of slab_nomerge must be empty.
MANDATORY = (("talos.platform", "metal"), ("slab_nomerge", ""), ("pti", "on"))


def parse(line):
    """All arguments in their order, as (name, value); a name alone has the value ''."""
    found = []
    for word in re.findall(r'(?:[^\s"]|"[^"]*")+', line):
        name, _, value = word.replace('"', "").partition("=")
        found.append((name, value))
    return found


def first(arguments, name):
    for one, value in arguments:
        if one == name:
            return value
    return None


def early(arguments):
    """What talos.config.early says, as text, or None; several of it are one (zstd, then Base64)."""
    parts = [value for name, value in arguments if name == "talos.config.early"]
    if not parts:
        return None
    frame = base64.b64decode("".join(parts), validate=True)
    return subprocess.run(["zstd", "-q", "-d", "-c"], input=frame, stdout=subprocess.PIPE, check=True).stdout.decode()


def missing(arguments):
    """Which of the mandatory arguments are not there, as text."""
    given = set(arguments)
    return [name + ("=" + value if value else "") for name, value in MANDATORY if (name, value) not in given]
