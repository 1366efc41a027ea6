package dev.ichor.assets.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach the sites that publish files.
 *
 * @param mirrors      start of a URL, and what to put in its place; the longest start that fits counts
 * @param proxy        for all requests; empty: what the environment says
 * @param environment  the process environment, for {@code https_proxy}, {@code http_proxy}, {@code all_proxy},
 *                     {@code no_proxy} in either case
 * @param attempts     failures in a row, without a byte gained, after which a download is given up; 1 to 100
 * @param connect      longest wait for a connection
 * @param stall        longest wait for the next byte
 * @param firstPause   wait after the first failure; doubles each time, up to 30 s
 */
public record FetchSettings(Map<String, String> mirrors, Optional<URI> proxy, Map<String, String> environment,
                            int attempts, Duration connect, Duration stall, Duration firstPause) {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    public FetchSettings {
        mirrors = Collections.unmodifiableMap(new LinkedHashMap<>(mirrors));
        environment = Map.copyOf(environment);
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts lie between 1 and 100");
        }
        mirrors.values().forEach(FetchSettings::requireHttp);
        proxy.ifPresent(uri -> requireHttp(uri.toString()));
    }

    private static void requireHttp(String url) {
        if (!url.matches("https?://[^/]+.*")) {
            throw new IllegalArgumentException("not an http or https URL: " + url);
        }
    }

    /** No mirrors, proxy by environment, five attempts, 15 s to connect, 30 s of silence. */
    public static FetchSettings standard(Map<String, String> environment) {
        return new FetchSettings(Map.of(), Optional.empty(), environment, 5, Duration.ofSeconds(15),
                Duration.ofSeconds(30), Duration.ofSeconds(1));
    }

    public FetchSettings withMirrors(Map<String, String> next) {
        return new FetchSettings(next, proxy, environment, attempts, connect, stall, firstPause);
    }

    public FetchSettings withProxy(URI next) {
        return new FetchSettings(mirrors, Optional.of(next), environment, attempts, connect, stall, firstPause);
    }

    /** Where to really ask for a published URL. */
    URI actual(URI published) {
        String url = published.toString();
        return mirrors.keySet().stream().filter(url::startsWith).max(Comparator.comparingInt(String::length))
                .map(start -> URI.create(mirrors.get(start) + url.substring(start.length()))).orElse(published);
    }

    /** The wait after so many failures in a row. */
    Duration pause(int failures) {
        Duration pause = firstPause.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
