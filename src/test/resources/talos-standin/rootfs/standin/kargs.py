"""The kernel command line: what must be in it, and what it says."""

import re

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


def missing(arguments):
    """Which of the mandatory arguments are not there, as text."""
    given = set(arguments)
    return [name + ("=" + value if value else "") for name, value in MANDATORY if (name, value) not in given]
