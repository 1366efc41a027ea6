package dev.ichor.talos.secrets;

import dev.ichor.base.Malformed;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What the holder of a Talos client certificate may do; the certificate names it as its organization. */
public enum TalosRole {
    ADMIN("os:admin"),
    OPERATOR("os:operator"),
    READER("os:reader"),
    ETCD_BACKUP("os:etcd:backup"),
    /** From Talos 1.13; older nodes give it no rights. */
    IMAGE_VERIFIER("os:image:verifier"),
    META_WRITER("os:meta:writer"),
    IMPERSONATOR("os:impersonator");

    private final String text;

    TalosRole(String text) {
        this.text = text;
    }

    /** As Talos writes it, e.g. {@code os:admin}. */
    public String text() {
        return text;
    }

    public static TalosRole parse(String text) throws Malformed {
        return Arrays.stream(values()).filter(role -> role.text.equals(text)).findFirst()
                .orElseThrow(() -> new Malformed("not a Talos role (known: " + Arrays.stream(values())
                        .map(TalosRole::text).collect(Collectors.joining(", ")) + ")"));
    }
}
