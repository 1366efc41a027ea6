package dev.ichor.server.admin.http;

import dev.ichor.provisioner.access.Role;
import io.undertow.server.HttpHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link Route} while it is written down. */
public final class Drawn {
    private final String method;
    private final String path;
    private final String operation;
    private String tag = "";
    private String summary = "";
    private String about = "";
    private Optional<Role> role = Optional.empty();
    private final List<Parameter> query = new ArrayList<>();
    private Body body = new Body.None();
    private boolean condition;
    private Route.Given given = new Route.Given(204, "", Optional.empty(), List.of(), List.of());
    private final List<Integer> refusals = new ArrayList<>();

    private Drawn(String method, String path, String operation) {
        this.method = method;
        this.path = path;
        this.operation = operation;
    }

    public static Drawn get(String path, String operation) {
        return new Drawn("GET", path, operation);
    }

    public static Drawn put(String path, String operation) {
        return new Drawn("PUT", path, operation);
    }

    public static Drawn post(String path, String operation) {
        return new Drawn("POST", path, operation);
    }

    public static Drawn delete(String path, String operation) {
        return new Drawn("DELETE", path, operation);
    }

    public Drawn says(String group, String words, String sentences) {
        tag = group;
        summary = words;
        about = sentences;
        return this;
    }

    public Drawn needs(Role least) {
        role = Optional.of(least);
        return this;
    }

    public Drawn query(Parameter... parameters) {
        query.addAll(List.of(parameters));
        return this;
    }

    public Drawn takes(Class<?> type) {
        body = new Body.Of(type, Body.SMALL);
        return this;
    }

    public Drawn takes(Body other) {
        body = other;
        return this;
    }

    /** It must say which version it is about. */
    public Drawn conditional() {
        condition = true;
        return this;
    }

    public Drawn gives(Class<?> type) {
        return gives(200, type);
    }

    public Drawn gives(int status, Class<?> type, Integer... also) {
        given = new Route.Given(status, Reply.JSON, Optional.of(type), List.of(also), List.of());
        return this;
    }

    public Drawn gives(String mime) {
        given = new Route.Given(200, mime, Optional.empty(), List.of(), List.of());
        return this;
    }

    /** Can also be had as a text of this media type, by Accept. */
    public Drawn alsoAs(String mime) {
        given = new Route.Given(given.status(), given.mime(), given.type(), given.also(), List.of(mime));
        return this;
    }

    public Drawn refuses(Integer... statuses) {
        refusals.addAll(List.of(statuses));
        return this;
    }

    public Route does(Route.Answering answering) {
        return done(new Route.Action.Answers(answering));
    }

    public Route streams(HttpHandler handler) {
        return done(new Route.Action.Streams(handler));
    }

    private Route done(Route.Action action) {
        return new Route(method, path, operation, tag, summary, about, role, query, body, condition, given, refusals,
                action);
    }
}
