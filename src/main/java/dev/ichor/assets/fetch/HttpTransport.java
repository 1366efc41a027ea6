package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Disk;
import dev.ichor.assets.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Files from HTTP servers. A broken transfer is continued where it stopped as long as the server proves that it still
 * has the same file. Redirects are followed, but never from https to http.
 */
final class HttpTransport implements Transport, AutoCloseable {
    private static final int MOST_REQUESTS = 1000;

    private final FetchSettings settings;
    private final Proxies proxies;
    private final HttpClient client;

    HttpTransport(FetchSettings settings) {
        this(settings, Optional.empty());
    }

    HttpTransport(FetchSettings settings, Optional<SSLContext> tls) {
        this.settings = settings;
        this.proxies = new Proxies(settings.proxy(), settings.environment());
        if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
            // the JDK would not send a proxy password, given by a person, to open an https tunnel
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        }
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(settings.connect()).proxy(proxies);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    @Override
    public Path file(Want want, Path folder, Progress progress) throws AssetsFailed {
        URI actual = settings.actual(want.published());
        return download(want, folder, progress).orElseThrow(() -> new AssetsFailed(want.label(),
                "the server has no such file: " + actual, "Check the version, the schematic and the mirror"));
    }

    @Override
    public Optional<String> text(Want want, Path folder) throws AssetsFailed {
        Partial partial = Partial.of(want.published(), folder);
        try {
            partial.discard();
            Optional<Path> file = download(want, folder, Progress.SILENT);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            String text = Files.readString(file.get(), StandardCharsets.UTF_8);
            partial.discard();
            return Optional.of(text);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new AssetsFailed(want.label(), "what " + settings.actual(want.published()) + " serves is not text",
                    "Check the mirror and the proxy");
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
    }

    private Optional<Path> download(Want want, Path folder, Progress progress) throws AssetsFailed {
        Partial partial = Partial.of(want.published(), folder);
        URI actual = settings.actual(want.published());
        HttpAttempt attempt = new HttpAttempt(client, settings, proxies, want, actual, partial, progress);
        int failures = 0;
        long best = 0;
        boolean startedOver = false;
        for (int request = 0; request < MOST_REQUESTS; request++) {
            switch (attempt.run()) {
                case Outcome.Missing missing -> {
                    return Optional.empty();
                }
                case Outcome.Whole whole -> {
                    if (Received.isRight(want, partial.file())) {
                        return Optional.of(partial.file());
                    }
                    if (!whole.resumed() || startedOver) {
                        throw Received.refuse(want, partial.file(), actual.toString());
                    }
                    startedOver = true;
                    discard(partial);
                }
                case Outcome.Broken broken -> {
                    long size = size(partial);
                    failures = size > best ? 1 : failures + 1;
                    best = Math.max(best, size);
                    if (failures >= settings.attempts()) {
                        throw gaveUp(want, actual, failures, broken.why());
                    }
                    pause(broken.notBefore().orElse(settings.pause(failures)));
                }
            }
        }
        throw gaveUp(want, actual, MOST_REQUESTS, "the transfer kept breaking");
    }

    private static AssetsFailed gaveUp(Want want, URI actual, int times, String why) {
        return new AssetsFailed(want.label(), "could not be downloaded from " + actual + " (" + times
                + " tries, last: " + why + ")", "Check the network and the proxy, then run the command again: it goes"
                + " on where it stopped. Without internet use '--from <folder>'");
    }

    private static void discard(Partial partial) throws AssetsFailed {
        try {
            partial.discard();
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
    }

    private static long size(Partial partial) throws AssetsFailed {
        try {
            return partial.size();
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
    }

    private static void pause(Duration time) throws AssetsFailed {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssetsFailed("fetch", "interrupted", "Run the command again: it goes on where it stopped");
        }
    }
}
