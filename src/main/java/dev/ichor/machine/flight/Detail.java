package dev.ichor.machine.flight;

/** Names in {@link Exchange#details()} that the explanation reads. Recorders may add others; people see them all. */
public final class Detail {
    /** Who sent a DHCP packet: {@link #FIRMWARE}, {@link #HTTP_FIRMWARE}, {@link #IPXE} or {@link #SYSTEM}. */
    public static final String CLIENT = "client";
    /** PXE firmware (option 60 begins {@code PXEClient}). */
    public static final String FIRMWARE = "pxe";
    /** UEFI HTTP boot firmware (option 60 begins {@code HTTPClient}). */
    public static final String HTTP_FIRMWARE = "http";
    /** An iPXE (option 77 or 175). */
    public static final String IPXE = "ipxe";
    /** An operating system, or the discovery agent. */
    public static final String SYSTEM = "system";
    /** Architecture number of option 93. */
    public static final String ARCH = "arch";
    /** Type of a DHCP packet, in capitals. */
    public static final String TYPE = "type";
    /** Transaction of a DHCP packet, eight hex digits: repetitions of one question share it. */
    public static final String XID = "xid";
    /** Seconds since the client began to ask, as it says. */
    public static final String SECS = "secs";
    /** Which variant of the offer was sent. */
    public static final String VARIANT = "variant";
    /** File, path or URL that was named or fetched. */
    public static final String FILE = "file";
    /** Bytes that were sent. */
    public static final String BYTES = "bytes";
    /** Bytes that the whole file has. */
    public static final String SIZE = "size";
    /** Packets that were sent again. */
    public static final String RETRANSMITS = "retransmits";
    /** Block size of a transfer. */
    public static final String BLOCK = "blksize";
    /** Why something was refused, ignored or failed. */
    public static final String WHY = "why";
    /** Address of another server. */
    public static final String SERVER = "server";
    /** {@code yes} if another server's offer carried boot options (43, 60, 66, 67 or siaddr). */
    public static final String PXE = "pxe";
    /** The step a script carries: {@code discover}, {@code hold}, {@code boot-disk}, … */
    public static final String STEP = "step";
    /** What the agent reported, in its own words. */
    public static final String SAID = "said";
    /** What was answered, in the appliance's words, e.g. {@code wait: no-node}. */
    public static final String NOTE = "note";
    /** How often the same was said again and again, if more than once; the exchange is the last of them. */
    public static final String TIMES = "times";
    /** When the first of them was, ISO-8601. */
    public static final String SINCE = "since";
    /** How long it took, in milliseconds. */
    public static final String MILLIS = "millis";
    /** HTTP method. */
    public static final String METHOD = "method";
    /** HTTP status. */
    public static final String STATUS = "status";

    private Detail() {
    }
}
