package dev.ichor.ipxe;

/**
 * What boots Talos on one machine.
 *
 * @param kernel    asset's name
 * @param initramfs asset's name
 * @param arguments kernel command line without {@code initrd=}; holds a ticket
 */
public record TalosImage(String kernel, String initramfs, String arguments) {
    /** The longest command line that the kernel takes under BIOS (Linux {@code COMMAND_LINE_SIZE} less its zero). */
    public static final int LONGEST = 2047;

    public TalosImage {
        if (!arguments.matches("[\\x20-\\x7e&&[^$|&;#\\\\{}`\"]]*")) {
            throw new IllegalArgumentException("kernel arguments are printable ASCII that iPXE leaves alone");
        }
        if (!fits(initramfs, arguments)) {
            throw new IllegalArgumentException("a kernel command line has at most " + LONGEST + " characters");
        }
    }

    /** Whether the kernel takes so long a command line. */
    public static boolean fits(String initramfs, String arguments) {
        return line(initramfs, arguments).length() <= LONGEST;
    }

    /** The whole command line. iPXE calls an image by the last part of its address. */
    String line() {
        return line(initramfs, arguments);
    }

    private static String line(String initramfs, String arguments) {
        return "initrd=" + initramfs.substring(initramfs.lastIndexOf('/') + 1) + " " + arguments;
    }

    @Override
    public String toString() {
        return "TalosImage[" + kernel + ", " + initramfs + "]";
    }
}
