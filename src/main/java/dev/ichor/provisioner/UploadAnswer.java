package dev.ichor.provisioner;

import dev.ichor.base.Sha256;

/** What an agent is told about the fingerprint it delivered. */
public sealed interface UploadAnswer {
    /** Stored, now or before: it is on the disk. */
    record Accepted(Sha256 hash) implements UploadAnswer {
    }

    /** A newer boot of the same machine took this boot's place. */
    record Over(String why) implements UploadAnswer {
    }

    /** Not stored; sending it again will not help. */
    record Refused(String why) implements UploadAnswer {
    }
}
