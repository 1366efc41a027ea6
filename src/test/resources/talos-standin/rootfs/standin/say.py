"""What the node says: on its console, and in the kernel's log, from which it goes to the log sink."""

NAME = "talos-standin"


def say(text, level=6):
    line = "%s: %s" % (NAME, text)
    try:
        with open("/dev/console", "w") as console:
            console.write("\r" + line + "\r\n")
        with open("/dev/kmsg", "w") as kmsg:
            # Facility 3, "system daemons".
            kmsg.write("<%d>[talos] %s\n" % (3 << 3 | level, text))
    except OSError:
        print(line)
