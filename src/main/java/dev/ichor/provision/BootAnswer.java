package dev.ichor.provision;

/** What a booting machine is told by DHCP. */
public sealed interface BootAnswer {
    /** For people: log, timeline. */
    String why();

    /**
     * Take this.
     *
     * @param bootName    what goes into option 67 and {@code file}: a bare name for firmware's TFTP, or a URL
     * @param vendorClass option 60 of the answer, possibly empty for none
     * @param adaptive    true for PXE firmware, whose offers come in {@link OfferVariant}s
     * @param quietIpxe   true if iPXE should be told that no proxy will speak (175.176, quirk D17) in full mode
     */
    record Boot(String bootName, String vendorClass, boolean adaptive, boolean quietIpxe, String why)
            implements BootAnswer {
    }

    /** We have nothing for it; in full mode it still gets its address. */
    record Nothing(String why) implements BootAnswer {
    }
}
