package dev.ichor.assets.fetch;

import dev.ichor.base.Sha256;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file to get.
 *
 * @param published where its publisher has it
 * @param label     what to call it in messages
 * @param most      more bytes than this are refused
 * @param size      its exact size, if known
 * @param sha256    its hash, if known
 */
record Want(URI published, String label, long most, OptionalLong size, Optional<Sha256> sha256) {
    /** The last element of the URL's path: the file's name where folders are carried in. */
    String fileName() {
        String path = published.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    long limit() {
        return Math.min(most, size.orElse(most));
    }
}
