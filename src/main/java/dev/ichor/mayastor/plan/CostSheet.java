package dev.ichor.mayastor.plan;

import dev.ichor.inventory.Handoff.Prices;
import dev.ichor.mayastor.plan.HandoffPlan.Costs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Adds up prices; money has two decimals, rounded half up once at the end. */
final class CostSheet {
    private static final BigDecimal TIB = BigDecimal.valueOf(1L << 40);
    private static final int CENTS = 2;

    private CostSheet() {
    }

    static Costs of(Prices prices, int nodes, long raw, long usable) {
        BigDecimal machines = prices.node().multiply(BigDecimal.valueOf(nodes));
        // Dividing by a power of two ends.
        BigDecimal disks = prices.tib().multiply(BigDecimal.valueOf(raw)).divide(TIB);
        BigDecimal total = machines.add(disks);
        Optional<BigDecimal> each = usable <= 0 ? Optional.empty() : Optional.of(total.multiply(TIB)
                .divide(BigDecimal.valueOf(usable), CENTS, RoundingMode.HALF_UP));
        return new Costs(prices.currency(), cents(machines), cents(disks), cents(total), each);
    }

    private static BigDecimal cents(BigDecimal money) {
        return money.setScale(CENTS, RoundingMode.HALF_UP);
    }
}
