package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Disk;
import dev.ichor.assets.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/** One request for a file, or for the rest of it. */
final class HttpAttempt {
    private static final int CHUNK = 1 << 16;
    private static final long LONGEST_WAIT = 120;

    private final HttpClient client;
    private final FetchSettings settings;
    private final Proxies proxies;
    private final Want want;
    private final URI actual;
    private final Partial partial;
    private final Progress progress;

    HttpAttempt(HttpClient client, FetchSettings settings, Proxies proxies, Want want, URI actual, Partial partial,
                Progress progress) {
        this.client = client;
        this.settings = settings;
        this.proxies = proxies;
        this.want = want;
        this.actual = actual;
        this.partial = partial;
        this.progress = progress;
    }

    /** Asks once; what comes in is in the partial file afterwards, also when the transfer broke. */
    Outcome run() throws AssetsFailed {
        long offset;
        Optional<String> validator;
        try {
            validator = partial.validator();
            offset = validator.isPresent() && partial.size() <= want.limit() ? partial.size() : 0;
            if (offset > 0 && want.size().orElse(-1) == offset) {
                return new Outcome.Whole(true);
            }
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
        try {
            HttpResponse<InputStream> response = client.send(request(offset, validator),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return answer(response, body, offset);
            }
        } catch (IOException e) {
            return new Outcome.Broken(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssetsFailed(want.label(), "interrupted", "Run the command again: it goes on where it stopped");
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private HttpRequest request(long offset, Optional<String> validator) {
        HttpRequest.Builder request = HttpRequest.newBuilder(actual).GET()
                .timeout(settings.connect().plus(settings.stall()))
                .header("User-Agent", "ichor").header("Accept-Encoding", "identity");
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-").header("If-Range", validator.orElseThrow());
        }
        proxies.userInfo(actual).ifPresent(user -> request.header("Proxy-Authorization", "Basic "
                + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
        return request.build();
    }

    private Outcome answer(HttpResponse<InputStream> response, InputStream body, long offset) throws AssetsFailed {
        int status = response.statusCode();
        return switch (status) {
            case 200 -> fromStart(response, body);
            case 206 -> theRest(response, body, offset);
            case 416 -> nothingLeft(response, offset);
            case 404, 410 -> new Outcome.Missing(status);
            case 408, 425, 429, 500, 502, 503, 504 -> new Outcome.Broken("status " + status, retryAfter(response));
            case 401, 403, 407 -> throw new AssetsFailed(want.label(), "access refused with status " + status + ": "
                    + response.uri(), status == 407 ? "Give the proxy's user and password in its URL"
                    : "Check the mirror; Ichor sends no credentials to download servers");
            case 301, 302, 303, 307, 308 -> throw new AssetsFailed(want.label(), response.uri() + " redirects too often"
                    + " or from https to http", "Check the mirror");
            default -> throw new AssetsFailed(want.label(), "unexpected status " + status + " from " + response.uri(),
                    "Check the mirror and the proxy");
        };
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").filter(value -> value.matches("[0-9]{1,9}"))
                .map(value -> Duration.ofSeconds(Math.min(LONGEST_WAIT, Long.parseLong(value))));
    }

    private Outcome fromStart(HttpResponse<InputStream> response, InputStream body) throws AssetsFailed {
        OptionalLong length = Resume.length(response.headers());
        checkSize(length, length.orElse(0));
        boolean endIsTold = length.isPresent() || response.headers().firstValue("Transfer-Encoding").isPresent();
        if (!endIsTold && want.sha256().isEmpty()) {
            throw new AssetsFailed(want.label(), actual + " tells neither length nor end of the file, so a broken"
                    + " transfer would look whole", "Use a server or mirror that sends Content-Length");
        }
        try {
            partial.begin(Resume.validator(response.headers()));
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
        return receive(body, 0, length);
    }

    private Outcome theRest(HttpResponse<InputStream> response, InputStream body, long offset) throws AssetsFailed {
        Resume.ContentRange range = Resume.contentRange(response.headers()).orElse(new Resume.ContentRange(-1, -1));
        if (offset == 0 || range.start() != offset) {
            startOver();
            return new Outcome.Broken("the server sent another range than it was asked for");
        }
        OptionalLong total = range.total() < 0 ? OptionalLong.empty() : OptionalLong.of(range.total());
        checkSize(total, total.orElse(offset) - offset);
        return receive(body, offset, total);
    }

    /** The rest is empty: either all of it is here already (RFC 9110 section 15.5.17 tells the size), or too much. */
    private Outcome nothingLeft(HttpResponse<InputStream> response, long offset) throws AssetsFailed {
        long total = Resume.contentRange(response.headers()).map(Resume.ContentRange::total).orElse(-1L);
        if (offset > 0 && total == offset) {
            return new Outcome.Whole(true);
        }
        startOver();
        return new Outcome.Broken("the server's file is shorter than the part that is here");
    }

    private void startOver() throws AssetsFailed {
        try {
            partial.discard();
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
    }

    /** Refuses before the first byte what is too large, of another size, or more than the disk holds. */
    private void checkSize(OptionalLong total, long toCome) throws AssetsFailed {
        if (total.isPresent() && (total.getAsLong() > want.limit() || total.getAsLong() != want.size()
                .orElse(total.getAsLong()))) {
            throw new AssetsFailed(want.label(), actual + " has " + total.getAsLong() + " bytes, "
                    + (want.size().isPresent() ? "expected " : "more than ") + want.limit(),
                    "Check that the URL or mirror serves the right file");
        }
        try {
            long free = Files.getFileStore(partial.file().getParent()).getUsableSpace();
            if (toCome > free) {
                throw new AssetsFailed(partial.file().getParent().toString(), "the disk is too full: " + want.label()
                        + " needs " + toCome + " more bytes, " + free + " are free", "Free some space there");
            }
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
    }

    private Outcome receive(InputStream body, long offset, OptionalLong total) throws AssetsFailed {
        long done = offset;
        byte[] buffer = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(partial.file(), StandardOpenOption.WRITE,
                StandardOpenOption.APPEND); StallGuard guard = new StallGuard(body, settings.stall())) {
            while (true) {
                int n;
                try {
                    n = body.read(buffer);
                } catch (IOException e) {
                    return new Outcome.Broken(guard.hasStalled() ? "no byte came for " + settings.stall().toSeconds()
                            + " s" : reason(e));
                }
                if (n < 0) {
                    break;
                }
                guard.touch();
                if (done + n > want.limit()) {
                    throw tooMuch();
                }
                out.write(buffer, 0, n);
                done += n;
                progress.step("downloading " + want.label(), done, total.orElse(want.size().orElse(0)));
            }
        } catch (IOException e) {
            throw Disk.failed(partial.file(), e);
        }
        long expected = total.orElse(want.size().orElse(done));
        return done < expected ? new Outcome.Broken("the transfer ended after " + done + " of " + expected + " bytes")
                : new Outcome.Whole(offset > 0);
    }

    private AssetsFailed tooMuch() throws AssetsFailed {
        startOver();
        return new AssetsFailed(want.label(), actual + " sends more than the " + want.limit()
                + " bytes that are expected", "Check that the URL or mirror serves the right file");
    }
}
