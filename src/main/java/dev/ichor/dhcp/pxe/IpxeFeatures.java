package dev.ichor.dhcp.pxe;

import dev.ichor.dhcp.wire.Options;
import dev.ichor.dhcp.wire.Code;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an iPXE can do, from the tags inside option 175 (iPXE's encapsulation; quirk D17). The user class alone proves
 * nothing: an iPXE in a NIC's ROM may lack HTTP.
 *
 * @param tags the sub-option codes found, ascending
 */
public record IpxeFeatures(Set<Integer> tags) {
    private static final int HTTP = 0x13;
    private static final int BZIMAGE = 0x18;
    private static final int EFI = 0x24;

    public IpxeFeatures {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /** Reads option 175; empty if it is absent. A broken tail is ignored: what came before it still counts. */
    public static Optional<IpxeFeatures> read(Options options) {
        return options.bytes(Code.IPXE).map(bytes -> {
            Set<Integer> tags = new TreeSet<>();
            SubOptions.read(bytes).forEach(option -> tags.add(option.code()));
            return new IpxeFeatures(tags);
        });
    }

    public boolean http() {
        return tags.contains(HTTP);
    }

    /** It can start a kernel, of one kind or the other. */
    public boolean kernels() {
        return tags.contains(BZIMAGE) || tags.contains(EFI);
    }
}
