package dev.ichor.tftp;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What became of one read or write request.
 *
 * @param client      address and port of the client
 * @param file        the raw name that was asked for
 * @param blksize     bytes in a block, as agreed; 0 if the request was refused
 * @param window      blocks in a window, as agreed; 0 if the request was refused
 * @param size        bytes that the whole file has; 0 if the request was refused
 * @param bytes       of the file that the client acknowledged
 * @param retransmits packets sent more than once
 * @param duration    from the request to the end
 * @param outcome     how it ended
 */
public record TransferRecord(InetSocketAddress client, String file, int blksize, int window, long size,
                             long bytes, long retransmits, Duration duration, Outcome outcome) {
}
