package dev.ichor.server.admin;

import dev.ichor.base.Ipv4;
import dev.ichor.server.admin.guard.GuardLimits;
import dev.ichor.server.admin.stream.EventStreams;
import javax.net.ssl.SSLContext;

/**
 * How the admin plane listens.
 *
 * @param address to listen on
 * @param port    0 takes a free one
 * @param tls     with its certificate
 * @param guard   how much it bears
 * @param streams how much the event streams bear
 */
public record AdminSettings(Ipv4 address, int port, SSLContext tls, GuardLimits guard, EventStreams.Limits streams) {
    public static AdminSettings of(Ipv4 address, int port, SSLContext tls) {
        return new AdminSettings(address, port, tls, GuardLimits.DEFAULT, EventStreams.Limits.DEFAULT);
    }
}
