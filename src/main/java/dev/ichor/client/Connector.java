package dev.ichor.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections to one appliance, and says why one could not be opened. */
final class Connector {
    private static final int CONNECT_MILLIS = 5_000;

    private final Door door;
    private final Optional<LeafTrust> trust;
    private final Optional<SSLSocketFactory> sockets;

    /** @throws ClientFailed if the certificates cannot be read, or the token would travel in the clear */
    Connector(Door door) throws ClientFailed {
        this.door = door;
        if ("https".equals(door.base().getScheme())) {
            LeafTrust leaf = LeafTrust.of(door.trust());
            trust = Optional.of(leaf);
            sockets = Optional.of(sockets(leaf));
        } else {
            trust = Optional.empty();
            sockets = Optional.empty();
            onlyHere(door);
        }
    }

    private static SSLSocketFactory sockets(LeafTrust leaf) {
        try {
            return leaf.sockets();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static void onlyHere(Door door) throws ClientFailed {
        try {
            if (door.base().getHost() != null && InetAddress.getByName(door.base().getHost()).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            // refused like every other name
        }
        throw new ClientFailed(ClientFailed.Kind.UNTRUSTED, "plain http goes only to a loopback address, because a "
                + "token would be readable on its way; write https:// in " + door);
    }

    Door door() {
        return door;
    }

    HttpURLConnection open(String method, String path, int readMillis) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) door.base().resolve(path).toURL()
                .openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(sockets.orElseThrow());
        }
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(readMillis);
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        door.token().ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
        return connection;
    }

    /** The sentence for what went wrong below HTTP. */
    ClientFailed failed(IOException e) {
        Optional<String> seen = trust.flatMap(LeafTrust::refused).map(hash -> hash.hex().toUpperCase(Locale.ROOT)
                .replaceAll("..(?!$)", "$0:"));
        if (e instanceof SSLException && seen.isPresent()) {
            return new ClientFailed(ClientFailed.Kind.UNTRUSTED, "the certificate at " + door + " is not trusted ("
                    + plain(e) + "). Its SHA-256 fingerprint is\n  " + seen.get() + "\nThe appliance prints its own at "
                    + "its start. If they are the same, give --fingerprint " + seen.get() + ", or --ca with a copy of "
                    + "its certificate; if not, something else answers there, and nothing was sent to it.", e);
        }
        if (e instanceof SSLException) {
            return new ClientFailed(ClientFailed.Kind.UNTRUSTED, "what answers at " + door + " does not speak HTTPS as "
                    + "the admin plane does (" + plain(e) + ")", e);
        }
        if (e instanceof UnknownHostException) {
            return silent("the name in " + door + " has no address", e);
        }
        if (e instanceof SocketTimeoutException) {
            return silent("the appliance's admin plane at " + door + " took too long to answer (" + plain(e) + "); a "
                    + "change that was asked for may have been made", e);
        }
        boolean refused = e instanceof java.net.ConnectException || e instanceof java.net.NoRouteToHostException;
        if (e instanceof SocketException && !refused) {
            return silent("the connection to the admin plane at " + door + " broke (" + plain(e) + "); a change that "
                    + "was asked for may have been made", e);
        }
        return silent("the appliance's admin plane at " + door + " does not answer (" + plain(e) + "); is `ichor "
                + "serve` running, and are admin.address and admin.port the same as there? --url names another", e);
    }

    private static ClientFailed silent(String text, IOException e) {
        return new ClientFailed(ClientFailed.Kind.SILENT, text, e);
    }

    private static String plain(IOException e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }
}
