package dev.ichor.server.boot;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Serves one asset: GET and HEAD, exact length, byte ranges, ETag. UEFI HTTP boot asks HEAD first, refuses chunks, and
 * resumes with ranges (quirk H1).
 */
final class AssetHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AssetHandler.class);

    private final BootAsset asset;

    AssetHandler(BootAsset asset) {
        this.asset = asset;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String etag = "\"" + asset.sha256() + "\"";
        exchange.getResponseHeaders().put(Headers.ETAG, etag);
        exchange.getResponseHeaders().put(Headers.ACCEPT_RANGES, "bytes");
        if (matches(header(exchange, Headers.IF_NONE_MATCH_STRING), etag)) {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
            exchange.endExchange();
            return;
        }
        switch (range(exchange, etag)) {
            case ByteRange.Whole _ -> send(exchange, StatusCodes.OK, 0, asset.size());
            case ByteRange.Part part -> {
                exchange.getResponseHeaders().put(Headers.CONTENT_RANGE, "bytes " + part.start() + "-"
                        + (part.start() + part.length() - 1) + "/" + asset.size());
                send(exchange, StatusCodes.PARTIAL_CONTENT, part.start(), part.length());
            }
            case ByteRange.Unsatisfiable _ -> {
                exchange.getResponseHeaders().put(Headers.CONTENT_RANGE, "bytes */" + asset.size());
                Answers.line(exchange, StatusCodes.REQUEST_RANGE_NOT_SATISFIABLE,
                        asset.name() + " has " + asset.size() + " bytes");
            }
        }
    }

    /** A range counts for GET only, and not if the client has a part of another version. */
    private ByteRange range(HttpServerExchange exchange, String etag) {
        Optional<String> wanted = header(exchange, Headers.RANGE_STRING);
        Optional<String> ifRange = header(exchange, Headers.IF_RANGE_STRING);
        boolean applies = exchange.getRequestMethod().equals(Methods.GET)
                && ifRange.map(etag::equals).orElse(true);
        return applies && wanted.isPresent() ? ByteRange.of(wanted.get(), asset.size()) : new ByteRange.Whole();
    }

    private static boolean matches(Optional<String> ifNoneMatch, String etag) {
        return ifNoneMatch.filter(value -> value.strip().equals("*") || value.contains(etag)).isPresent();
    }

    private static Optional<String> header(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private void send(HttpServerExchange exchange, int status, long start, long length) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, asset.contentType());
        exchange.setResponseContentLength(length);
        if (exchange.getRequestMethod().equals(Methods.HEAD) || length == 0) {
            exchange.endExchange();
            return;
        }
        FileChannel file = null;
        try {
            file = FileChannel.open(asset.path());
            if (file.size() != asset.size()) {
                throw new IOException("its size is " + file.size() + " instead of " + asset.size());
            }
            new FileTransfer(exchange, file, start, length).start();
        } catch (IOException e) {
            IoUtils.safeClose(file);
            LOG.error("asset-broken name={} path={} why=\"{}\"", asset.name(), asset.path(), e.getMessage());
            exchange.getResponseHeaders().clear();
            Answers.line(exchange, StatusCodes.INTERNAL_SERVER_ERROR, "the appliance's copy of " + asset.name()
                    + " is broken; its log says more");
        }
    }
}
