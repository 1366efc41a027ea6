package dev.ichor.server.admin.routes;

import dev.ichor.server.admin.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of lists that are sorted by a text of each item. */
final class Paging {
    private Paging() {
    }

    /** Items, and the cursor of the next page. */
    record Page<T>(List<T> items, Optional<String> next) {
    }

    /** @param key of an item: the cursor is the last item's, so what was deleted meanwhile does not matter */
    static <T> Page<T> of(List<T> sorted, Function<T, String> key, Request request) {
        List<T> rest = request.text("cursor").map(after -> sorted.stream()
                .filter(item -> key.apply(item).compareTo(after) > 0).toList()).orElse(sorted);
        List<T> page = rest.stream().limit(request.limit()).toList();
        return new Page<>(page, page.size() < rest.size() ? Optional.of(key.apply(page.getLast())) : Optional.empty());
    }
}
