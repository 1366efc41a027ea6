package dev.ichor.assets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger of this package. */
final class Log {
    static final Logger LOG = LoggerFactory.getLogger("dev.ichor.assets");

    private Log() {
    }
}
