package dev.ichor.assets.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses the proxy of a request by settings or by the usual environment variables, as curl and wget do. */
final class Proxies extends ProxySelector {
    private final Optional<URI> fixed;
    private final Map<String, String> environment;

    Proxies(Optional<URI> fixed, Map<String, String> environment) {
        super();
        this.fixed = fixed;
        this.environment = environment;
    }

    /** The proxy for a URL; empty to go straight. */
    Optional<URI> of(URI uri) {
        if (fixed.isPresent()) {
            return fixed;
        }
        if (isExempt(uri)) {
            return Optional.empty();
        }
        return variable(uri.getScheme() + "_proxy").or(() -> variable("all_proxy"))
                .map(value -> value.contains("://") ? value : "http://" + value)
                .filter(value -> value.matches("https?://[^/\\s]+/?")).map(URI::create);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.getOrDefault(name, environment.get(name.toUpperCase(Locale.ROOT))))
                .map(String::strip).filter(value -> !value.isEmpty());
    }

    /** {@code no_proxy} is a list of hosts and domains; {@code *} exempts everything, a domain also its subdomains. */
    private boolean isExempt(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String list = variable("no_proxy").orElse("").toLowerCase(Locale.ROOT);
        for (String entry : list.split("[,\\s]+")) {
            String domain = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":[0-9]+$", "");
            if (entry.equals("*") || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain))) {
                return true;
            }
        }
        return false;
    }

    /** The user and password in the proxy's URL, where there are any. */
    Optional<String> userInfo(URI uri) {
        return of(uri).map(URI::getUserInfo);
    }

    @Override
    public List<Proxy> select(URI uri) {
        return of(uri).map(proxy -> List.of(new Proxy(Proxy.Type.HTTP, address(proxy))))
                .orElse(List.of(Proxy.NO_PROXY));
    }

    private static InetSocketAddress address(URI proxy) {
        int port = proxy.getPort() > 0 ? proxy.getPort() : proxy.getScheme().equals("https") ? 443 : 80;
        return new InetSocketAddress(proxy.getHost(), port);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
        // the download reports it
    }
}
