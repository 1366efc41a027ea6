package dev.ichor.talos.check.rule;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import java.net.Inet6Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Forms of texts as Talos reads them. Asks no name server. */
public final class Forms {
    private static final Pattern DNS_NAME = Pattern.compile(
            "[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62}(?:\\.[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62})*[._]?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int LAST_PORT = 65535;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SUBDOMAIN = 253;

    private Forms() {
    }

    /** An IPv4 or IPv6 address. */
    public static boolean isAddress(String text) {
        return bits(text) > 0;
    }

    /** {@code 0.0.0.0} or {@code ::} in any spelling; false for what is no address. */
    public static boolean isUnspecified(String text) {
        return bits(text) == IPV4_BITS ? text.equals("0.0.0.0")
                : bits(text) == IPV6_BITS && Inet6Address.ofLiteral(text).isAnyLocalAddress();
    }

    /** An address, a slash and a length. */
    public static boolean isPrefix(String text) {
        int slash = text.lastIndexOf('/');
        String length = text.substring(slash + 1);
        return slash > 0 && length.matches("0|[1-9][0-9]{0,2}")
                && Integer.parseInt(length) <= bits(text.substring(0, slash));
    }

    /** An address, or one with a length. */
    public static boolean isAddressOrPrefix(String text) {
        return text.indexOf('/') < 0 ? isAddress(text) : isPrefix(text);
    }

    /** The same with an exclamation mark before it, if any. */
    public static boolean isFilter(String text) {
        return isAddressOrPrefix(text.startsWith("!") ? text.substring(1) : text);
    }

    /** How many bits the address has; 0 if it is none. */
    private static int bits(String text) {
        try {
            if (text.indexOf(':') < 0) {
                Ipv4.parse(text);
                return IPV4_BITS;
            }
            if (text.indexOf('%') >= 0 || text.startsWith("[")) {
                return 0;
            }
            Inet6Address.ofLiteral(text);
            return IPV6_BITS;
        } catch (Malformed | IllegalArgumentException e) {
            return 0;
        }
    }

    public static boolean isDnsName(String text) {
        return DNS_NAME.matcher(text).matches()
                && text.length() - text.chars().filter(c -> c == '.').count() <= LONGEST_NAME;
    }

    /** A subdomain as Kubernetes names its objects (RFC 1123). */
    public static boolean isSubdomain(String text) {
        return text.length() <= LONGEST_SUBDOMAIN && SUBDOMAIN.matcher(text).matches();
    }

    public static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() == null ? Optional.empty() : Optional.of(uri);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** {@code scheme://host[:port]...} with a host that is an address or a name. */
    public static boolean isEndpoint(String text) {
        Optional<URI> uri = uri(text);
        if (uri.isEmpty() || uri.get().getHost() == null) {
            return false;
        }
        String host = uri.get().getHost();
        return (host.startsWith("[") || isAddress(host) || isDnsName(host)) && uri.get().getPort() <= LAST_PORT;
    }

    /** True if nothing follows host and port. */
    public static boolean hasNoPath(URI uri) {
        return uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    }

    /** {@code host:port} with an IPv6 address in brackets. */
    public static boolean isHostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !PORT.matcher(text.substring(colon + 1)).matches()
                || Integer.parseInt(text.substring(colon + 1)) > LAST_PORT) {
            return false;
        }
        String host = text.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? isAddress(host.substring(1, host.length() - 1))
                : host.indexOf(':') < 0;
    }

    /** Standard base64 of so many bytes. */
    public static boolean isBase64(String text, int bytes) {
        try {
            return Base64.getDecoder().decode(text).length == bytes;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
