package dev.ichor.server.admin.http;

import dev.ichor.provisioner.access.Role;
import io.undertow.server.HttpHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One path and method of the admin plane.
 *
 * @param method    {@code GET}, {@code PUT}, {@code POST} or {@code DELETE}
 * @param path      template, e.g. {@code /api/v1/machines/{key}}
 * @param operation its name for programs, unique
 * @param tag       the group it belongs to
 * @param summary   a few words
 * @param about     sentences; may be empty
 * @param role      the least role; empty: no token is needed
 * @param query     its parameters
 * @param body      what it carries
 * @param condition whether it must say which version it is about
 * @param given     what it answers when all is well
 * @param refusals  statuses beside those that follow from the rest
 * @param action    what it does
 */
public record Route(String method, String path, String operation, String tag, String summary, String about,
                    Optional<Role> role, List<Parameter> query, Body body, boolean condition, Given given,
                    List<Integer> refusals, Action action) {
    public Route {
        query = List.copyOf(query);
        refusals = List.copyOf(refusals);
    }

    /**
     * An answer when all is well.
     *
     * @param type what its body is; empty: another media type than JSON, or nothing
     * @param also further statuses with the same body
     * @param as   other media types that it can be had as, by Accept; as a text
     */
    public record Given(int status, String mime, Optional<Class<?>> type, List<Integer> also, List<String> as) {
    }

    /** What a route does. */
    public sealed interface Action {
        /** It answers, on a worker thread. */
        record Answers(Answering answering) implements Action {
        }

        /** It sends by itself, for as long as it likes; starts on a worker thread. */
        record Streams(HttpHandler handler) implements Action {
        }
    }

    /** Makes an answer. */
    @FunctionalInterface
    public interface Answering {
        Reply answer(Request request) throws Exception;
    }

    /** The names in the path's braces. */
    public List<String> placeholders() {
        List<String> names = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.startsWith("{")) {
                names.add(part.substring(1, part.length() - 1));
            }
        }
        return names;
    }

    /** Every status of a refusal that a caller may have to deal with, but faults of the appliance. */
    public SortedSet<Integer> statuses() {
        SortedSet<Integer> all = new TreeSet<>(refusals);
        all.add(400);
        if (role.isPresent()) {
            all.addAll(List.of(401, 429));
        }
        if (role.filter(needed -> needed != Role.VIEWER).isPresent()) {
            all.add(403);
        }
        if (!placeholders().isEmpty() && !(body instanceof Body.Declaration)) {
            all.add(404);
        }
        if (!(body instanceof Body.None)) {
            all.addAll(List.of(413, 415, 422));
        }
        if (method.equals("POST")) {
            all.addAll(List.of(409, 413, 422));
        }
        if (condition) {
            all.addAll(List.of(412, 428));
        }
        return all;
    }
}
