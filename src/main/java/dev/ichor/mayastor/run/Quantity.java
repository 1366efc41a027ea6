package dev.ichor.mayastor.run;

import java.math.BigDecimal;
import java.util.Map;

/** Kubernetes' way to write amounts. */
final class Quantity {
    private static final Map<String, BigDecimal> UNITS = Map.of("", BigDecimal.ONE, "k", BigDecimal.TEN.pow(3),
            "M", BigDecimal.TEN.pow(6), "G", BigDecimal.TEN.pow(9), "T", BigDecimal.TEN.pow(12),
            "Ki", BigDecimal.valueOf(1L << 10), "Mi", BigDecimal.valueOf(1L << 20), "Gi", BigDecimal.valueOf(1L << 30),
            "Ti", BigDecimal.valueOf(1L << 40));

    private Quantity() {
    }

    /** Of a text such as {@code 2Gi}; 0 for what is none. */
    static long bytes(String text) {
        if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,6})?[A-Za-z]{0,2}")) {
            return 0;
        }
        String unit = text.replaceAll("[0-9.]", "");
        BigDecimal factor = UNITS.get(unit);
        return factor == null ? 0 : new BigDecimal(text.substring(0, text.length() - unit.length())).multiply(factor)
                .longValue();
    }
}
