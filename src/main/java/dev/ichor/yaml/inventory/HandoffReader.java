package dev.ichor.yaml.inventory;

import dev.ichor.base.Malformed;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.Handoff.Prices;
import dev.ichor.yaml.Fields;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads how Mayastor is handed over. */
final class HandoffReader {
    private static final int LONGEST = 255;
    private static final String HOST = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?";
    private static final String PART = "[a-z0-9]+([._-]+[a-z0-9]+)*";
    private static final String TAG = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final String DIGEST = "@sha256:[0-9a-f]{64}";

    private HandoffReader() {
    }

    /**
     * @param fields  of Mayastor
     * @param version of the chart as it was read; empty if none was
     */
    static Handoff read(Fields fields, String version) {
        Handoff usual = Handoff.DEFAULT;
        Optional<Handoff.Chart> wished = fields.parsed("chart", text -> word(text, Handoff.Chart.values(), "chart"));
        Handoff.Chart chart = wished.orElse(usual.chart());
        Handoff.Domain domain = fields.parsed("domain", text -> word(text, Handoff.Domain.values(), "domain"))
                .orElse(usual.domain());
        String registry = fields.parsed("registry", HandoffReader::registry).orElse("");
        String image = fields.parsed("fio-image", HandoffReader::image).orElse("");
        Optional<Prices> prices = fields.fields("prices").flatMap(HandoffReader::prices);
        boolean known = fields.node("chart").isEmpty() || wished.isPresent();
        boolean swapped = known && switch (chart) {
            case OPENEBS -> version.matches("[12]\\..*");
            case MAYASTOR -> version.matches("[34]\\..*");
        };
        if (swapped) {
            fields.problem("chart-version", version + " is no version of the chart "
                    + chart.name().toLowerCase(Locale.ROOT), "openebs is at 4.x and mayastor at 2.x: change 'chart' or"
                    + " the version");
        }
        return new Handoff(chart, domain, registry, image, prices);
    }

    private static <E extends Enum<E>> E word(String text, E[] all, String what) throws Malformed {
        for (E one : all) {
            if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
                return one;
            }
        }
        throw new Malformed("unknown " + what + " (known: " + Arrays.stream(all)
                .map(one -> one.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")) + ")");
    }

    private static String registry(String text) throws Malformed {
        if (!text.matches(HOST + "(/" + PART + ")*") || text.length() > LONGEST) {
            throw new Malformed("not a registry (expected registry.example.org:5000, with or without a path)");
        }
        return text;
    }

    private static String image(String text) throws Malformed {
        if (!text.matches(HOST + "(/" + PART + ")+(" + TAG + ")?(" + DIGEST + ")?") || text.length() > LONGEST
                || text.matches("[^@]*/[^:@]*")) {
            throw new Malformed("not an image with its tag (expected registry.example.org/tools/fio:3.38)");
        }
        return text;
    }

    private static Optional<Prices> prices(Fields fields) {
        fields.require("currency", "node", "tib");
        Optional<String> currency = fields.parsed("currency", HandoffReader::currency);
        Optional<BigDecimal> node = fields.parsed("node", HandoffReader::price);
        Optional<BigDecimal> tib = fields.parsed("tib", HandoffReader::price);
        fields.finish();
        return currency.isPresent() && node.isPresent() && tib.isPresent()
                ? Optional.of(new Prices(currency.get(), node.get(), tib.get())) : Optional.empty();
    }

    private static String currency(String text) throws Malformed {
        if (!text.matches("[A-Z]{3}")) {
            throw new Malformed("not a currency (expected three capital letters: EUR)");
        }
        return text;
    }

    private static BigDecimal price(String text) throws Malformed {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,2})?")) {
            throw new Malformed("not a price (expected 1250 or 1250.50, below a thousand millions)");
        }
        return new BigDecimal(text);
    }
}
