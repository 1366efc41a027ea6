package dev.ichor.mayastor.bundle.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays panels of a Grafana dashboard out, from left to right and from top to bottom, on its 24 columns. */
final class Panels {
    private static final int COLUMNS = 24;
    private static final Map<String, Object> SOURCE = source();
    private final List<Object> panels = new ArrayList<>();
    private int x;
    private int y;
    private int height;

    /**
     * What a panel asks.
     *
     * @param expr   PromQL
     * @param legend of each series
     */
    record Query(String expr, String legend) {
    }

    private static Map<String, Object> source() {
        return map("type", "prometheus", "uid", "${datasource}");
    }

    /** A map in the order of its keys and values. */
    static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }

    List<Object> all() {
        return panels;
    }

    /** A heading over what follows. */
    Panels row(String title) {
        nextLine();
        panels.add(map("id", panels.size() + 1, "type", "row", "title", title, "collapsed", false, "panels", List.of(),
                "gridPos", place(COLUMNS, 1)));
        nextLine();
        return this;
    }

    /** One number; red below {@code good} if that is the least that is right, else red above. */
    Panels stat(String title, String unit, Map<String, Object> thresholds, Query query) {
        add("stat", title, unit, 4, 4, map("thresholds", thresholds), map("colorMode", "value", "graphMode", "none",
                "reduceOptions", map("calcs", List.of("lastNotNull"), "fields", "", "values", false)), List.of(query));
        return this;
    }

    Panels graph(String title, String unit, int width, Query... queries) {
        add("timeseries", title, unit, width, 8, map("custom", map("lineWidth", 1, "fillOpacity", 8, "showPoints",
                "never", "spanNulls", false)), map("legend", map("displayMode", "list", "placement", "bottom",
                "showLegend", true), "tooltip", map("mode", "multi", "sort", "desc")), List.of(queries));
        return this;
    }

    Panels bars(String title, String unit, int width, Map<String, Object> thresholds, Query query) {
        add("bargauge", title, unit, width, 8, map("min", 0, "thresholds", thresholds), map("displayMode", "basic",
                "orientation", "horizontal", "reduceOptions", map("calcs", List.of("lastNotNull"), "fields", "",
                "values", false)), List.of(query));
        return this;
    }

    Panels text(String markdown, int width) {
        panels.add(map("id", panels.size() + 1, "type", "text", "title", "", "gridPos", place(width, 4), "options",
                map("mode", "markdown", "content", markdown)));
        return this;
    }

    /** Green, and from each value on the colour beside it. */
    static Map<String, Object> steps(Object... colours) {
        List<Object> steps = new ArrayList<>();
        steps.add(map("color", colours[0], "value", null));
        for (int i = 1; i < colours.length; i += 2) {
            steps.add(map("color", colours[i], "value", colours[i + 1]));
        }
        return map("mode", "absolute", "steps", steps);
    }

    private void add(String type, String title, String unit, int width, int tall, Map<String, Object> defaults,
                     Map<String, Object> options, List<Query> queries) {
        List<Object> targets = new ArrayList<>();
        for (Query query : queries) {
            targets.add(map("datasource", SOURCE, "refId", String.valueOf((char) ('A' + targets.size())), "expr",
                    query.expr(), "legendFormat", query.legend(), "editorMode", "code", "range", true));
        }
        Map<String, Object> field = map("unit", unit);
        field.putAll(defaults);
        panels.add(map("id", panels.size() + 1, "type", type, "title", title, "datasource", SOURCE, "gridPos",
                place(width, tall), "fieldConfig", map("defaults", field, "overrides", List.of()), "options", options,
                "targets", targets));
    }

    private Map<String, Object> place(int width, int tall) {
        if (x + width > COLUMNS) {
            nextLine();
        }
        Map<String, Object> place = map("x", x, "y", y, "w", width, "h", tall);
        x += width;
        height = Math.max(height, tall);
        return place;
    }

    private void nextLine() {
        x = 0;
        y += height;
        height = 0;
    }
}
