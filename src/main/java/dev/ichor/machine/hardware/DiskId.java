package dev.ichor.machine.hardware;

/**
 * By what a disk is recognised, wherever it is plugged in: never by a kernel name, a slot or a port.
 *
 * @param wwid   as the kernel gives it; empty if none
 * @param serial trimmed; empty if none
 * @param bytes  capacity
 */
public record DiskId(String wwid, String serial, long bytes) {
    /** True if it tells the disk apart from every other; one that does not gets no role. */
    public boolean isSound() {
        return !wwid.isBlank() && !serial.isBlank() && bytes > 0;
    }

    @Override
    public String toString() {
        return (serial.isEmpty() ? "without a serial" : serial) + " (" + (wwid.isEmpty() ? "no wwid" : wwid) + ", "
                + bytes + " bytes)";
    }
}
