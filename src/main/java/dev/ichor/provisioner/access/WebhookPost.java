package dev.ichor.provisioner.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLException;

/** Sends single deliveries. Follows no redirect and reads little of an answer. Used by one thread, but for abort. */
final class WebhookPost {
    private static final int ANSWER_BYTES = 4 << 10;
    private static final int LONGEST_WHY = 200;

    private final URI url;
    private final WebhookPace pace;
    private final ScheduledExecutorService timer;
    private volatile HttpURLConnection running;

    WebhookPost(URI url, WebhookPace pace, ScheduledExecutorService timer) {
        this.url = url;
        this.pace = pace;
        this.timer = timer;
    }

    /** HMAC-SHA-256 of {@code <timestamp>.<body>} with the webhook's secret, as {@code v1=} and hexadecimal digits. */
    static String sign(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** Sends JSON; empty if it was taken (2xx), else why not, in a few words. */
    Optional<String> send(byte[] body, Map<String, String> headers) {
        Future<?> deadline = null;
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            running = connection;
            deadline = timer.schedule(() -> end(connection), pace.whole().toMillis(), TimeUnit.MILLISECONDS);
            return answer(connection, body, headers);
        } catch (HttpRetryException e) {
            return Optional.of("it answered " + e.responseCode());
        } catch (IOException | RuntimeException e) {
            return Optional.of(why(e, deadline != null && deadline.isDone()));
        } finally {
            running = null;
            if (deadline != null) {
                deadline.cancel(false);
            }
        }
    }

    private Optional<String> answer(HttpURLConnection connection, byte[] body, Map<String, String> headers)
            throws IOException {
        connection.setRequestMethod("POST");
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) pace.connect().toMillis());
        connection.setReadTimeout((int) pace.read().toMillis());
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("User-Agent", "ichor");
        headers.forEach(connection::setRequestProperty);
        connection.getOutputStream().write(body);
        int status = connection.getResponseCode();
        boolean taken = status >= 200 && status < 300;
        try (InputStream in = taken ? connection.getInputStream() : connection.getErrorStream()) {
            if (in != null && in.readNBytes(ANSWER_BYTES).length == ANSWER_BYTES) {
                connection.disconnect();
            }
        } catch (IOException e) {
            connection.disconnect(); // the status said all there is to know
        }
        return taken ? Optional.empty() : Optional.of(status < 0 ? "it does not speak HTTP" : "it answered " + status);
    }

    /** Ends the delivery that is running, from any thread. */
    void abort() {
        HttpURLConnection connection = running;
        if (connection != null) {
            end(connection);
        }
    }

    /** On a thread of its own, since to close a TLS connection may wait for the other side. */
    private static void end(HttpURLConnection connection) {
        Thread.ofPlatform().daemon().name("webhook-end").start(connection::disconnect);
    }

    private String why(Exception e, boolean late) {
        if (late) {
            return "it did not answer within " + pace.whole().toSeconds() + " s";
        }
        String message = Optional.ofNullable(e.getMessage()).orElse("").replaceAll("\\p{Cntrl}", " ");
        String said = message.length() > LONGEST_WHY ? message.substring(0, LONGEST_WHY) : message;
        return switch (e) {
            case SocketTimeoutException _ -> "it did not answer in time (" + said + ")";
            case UnknownHostException _ -> "its name is unknown";
            case ConnectException _ -> "no connection (" + said + ")";
            case SSLException _ -> "no TLS connection (" + said + ")";
            default -> "the connection broke (" + said + ")";
        };
    }
}
