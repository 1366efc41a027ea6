package dev.ichor.provisioner.access;

import dev.ichor.base.Sha256;

/** Requests that carry an Idempotency-Key: answered twice, done once. Kept for a day. */
public interface Repeats {
    /** Type of an answer that is an error and whose body is only the sentence that says which. */
    String SENTENCE = "text/plain";

    /** What is known of a key. */
    sealed interface Known {
        /** Nothing; it is now reserved. */
        record New() implements Known {
        }

        /** It was done; this was the answer. */
        record Done(int status, String type, String body) implements Known {
        }

        /** It is being done, or the appliance stopped in the middle. */
        record Pending() implements Known {
        }

        /** The key was used for another request. */
        record Other() implements Known {
        }
    }

    /** @param request hash of method, path and body */
    Known begin(String token, String key, Sha256 request);

    /** It was done; the key gives this answer from now on. An answer of more than 64 KiB is not kept, which is said. */
    void done(String token, String key, int status, String type, String body);

    /** The request failed before it changed anything: the key is free again. */
    void forget(String token, String key);
}
