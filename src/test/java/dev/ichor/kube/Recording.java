package dev.ichor.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All requests that came, in order. Thread-safe. */
public final class Recording {
    private static final Pattern PROVEN = Pattern.compile("^ichor-disk (\\S+) ok\\b.*", Pattern.MULTILINE);
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * A request and how it ended.
     *
     * @param subject what was written, e.g. {@code namespaces openebs}; empty if it is none of an object
     * @param dry     whether it was to change nothing
     * @param status  0 if the connection was closed
     * @param answer  of logs only
     */
    public record Request(String method, String path, String agent, String body, String subject, boolean dry,
                          int status, String answer) {
        /** Whether it came through and changed something. */
        public boolean isDone() {
            return !method.equals("GET") && !dry && status >= 200 && status < 300;
        }
    }

    void add(Request request) {
        requests.add(request);
    }

    public List<Request> all() {
        return List.copyOf(requests);
    }

    /**
     * What was made more than once, with how often: it was deleted in between. Pods that look at nodes are made anew
     * for each look, and Helm's own notes belong to Helm.
     */
    public Map<String, Integer> madeTwice() {
        Map<String, Integer> made = new TreeMap<>();
        requests.stream().filter(request -> request.isDone() && request.status() == 201)
                .filter(request -> !request.subject().matches("(pods \\S+/ichor-|secrets \\S+/sh.helm.).*"))
                .forEach(request -> made.merge(request.subject(), 1, Integer::sum));
        made.values().removeIf(count -> count < 2);
        return made;
    }

    /** What was deleted. */
    public List<String> deleted() {
        return requests.stream().filter(request -> request.isDone() && request.method().equals("DELETE"))
                .map(Request::subject).distinct().toList();
    }

    /**
     * Serials of disks for which a DiskPool was written although no log that was read before had proven them.
     *
     * @param serials by by-id path
     */
    public List<String> unproven(Map<String, String> serials) {
        List<String> proven = new ArrayList<>();
        List<String> unproven = new ArrayList<>();
        for (Request request : requests) {
            Matcher matcher = PROVEN.matcher(request.answer());
            while (matcher.find()) {
                proven.add(matcher.group(1));
            }
            boolean pool = request.subject().startsWith(PoolOperator.POOLS) && !request.method().equals("DELETE");
            if (pool && !request.dry()) {
                serials.forEach((link, serial) -> {
                    if (request.body().contains(link + "\"") && !proven.contains(serial)) {
                        unproven.add(serial);
                    }
                });
            }
        }
        return unproven;
    }
}
