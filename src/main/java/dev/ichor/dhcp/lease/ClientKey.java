package dev.ichor.dhcp.lease;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What tells one lease holder from another.
 *
 * <p>The MAC goes before the client identifier, against RFC 2131 section 4.2: in one netboot the ROM, iPXE and Linux
 * send three different identifiers from one NIC, and all three must get the same address. Without a MAC (firmware in
 * GUID mode, quirk D29) the whole hardware field counts, and without that the identifier.
 *
 * @param text {@code aa:bb:cc:dd:ee:ff}, {@code hw:<type>:<hex>} or {@code id:<hex>}
 */
public record ClientKey(String text) {
    private static final int LONGEST_ID = 64;

    public ClientKey {
        if (text.isEmpty() || text.length() > 3 + 2 * LONGEST_ID) {
            throw new IllegalArgumentException("a client key has 1 to 131 characters");
        }
    }

    /** The sender's key; empty if it says nothing that could tell it from others. */
    public static Optional<ClientKey> of(DhcpMessage request) {
        Optional<Mac> mac = request.client().mac();
        if (mac.isPresent()) {
            return Optional.of(new ClientKey(mac.get().toString()));
        }
        String hex = request.client().hex();
        if (!hex.isEmpty() && !hex.chars().allMatch(c -> c == '0')) {
            return Optional.of(new ClientKey("hw:" + request.client().type() + ":" + hex));
        }
        return request.options().bytes(Code.CLIENT_ID).filter(id -> id.length > 0 && id.length <= LONGEST_ID)
                .map(id -> new ClientKey("id:" + HexFormat.of().formatHex(id)));
    }

    /** The MAC, if the key is one. */
    public Optional<Mac> mac() {
        try {
            return text.length() == 17 && text.charAt(2) == ':' ? Optional.of(Mac.parse(text)) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
