package dev.ichor.mayastor.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.mayastor.chart.Charts.Fit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which charts are known, and what they run on. */
@Timeout(30)
class ChartsTest {
    private static Chart umbrella(String version) {
        return Charts.find(Handoff.Chart.OPENEBS, version).orElseThrow();
    }

    @Test
    void theUsualOneIsTheNewestThatIsKnownToBeGood() {
        assertEquals("openebs/openebs 4.5.1", umbrella("").toString());
        assertEquals("2.11.1", umbrella("").mayastor());
        assertEquals("mayastor/mayastor 2.11.1", Charts.find(Handoff.Chart.MAYASTOR, "").orElseThrow().toString());
    }

    @Test
    void eachIsServedInTheVersionOfItsTime() {
        for (String version : List.of("4.4.0 2.10.0 v1beta3", "4.5.0 2.11.0 v1beta3", "4.5.1 2.11.1 v1beta3",
                "4.6.1 2.12.1 v1beta3", "4.2.0 2.8.0 v1beta2", "4.3.2 2.9.2 v1beta3")) {
            String[] parts = version.split(" ");
            assertEquals(new Chart(Handoff.Chart.OPENEBS, parts[0], parts[1], parts[2]), umbrella(parts[0]));
        }
        assertEquals("v1beta2", Charts.find(Handoff.Chart.MAYASTOR, "2.7.1").orElseThrow().poolApi());
        assertEquals("v1beta3", Charts.find(Handoff.Chart.MAYASTOR, "2.10.0").orElseThrow().poolApi());
        assertEquals(Optional.empty(), Charts.find(Handoff.Chart.OPENEBS, "2.10.0"));
        assertEquals(Optional.empty(), Charts.find(Handoff.Chart.MAYASTOR, "4.5.1"));
        assertEquals(Optional.empty(), Charts.find(Handoff.Chart.OPENEBS, "9.9.9"));
    }

    @Test
    void noVersionIsThereTwice() {
        for (Handoff.Chart kind : Handoff.Chart.values()) {
            List<String> versions = Charts.known(kind).stream().map(Chart::version).toList();
            assertEquals(versions.size(), versions.stream().distinct().count());
        }
    }

    @Test
    void whatIsKnownOfTalosAndKubernetesDecides() {
        fit(Fit.Fits.class, "4.5.1", "v1.13.9", "v1.36.3");
        fit(Fit.Fits.class, "4.5.1", "v1.14.0", "v1.37.0");
        fit(Fit.Fits.class, "4.4.0", "v1.11.3", "v1.23.0");
        fit(Fit.Unfit.class, "4.5.1", "v1.13.9", "v1.22.17");
        fit(Fit.Unfit.class, "4.2.0", "v1.14.0", "v1.36.0");
        fit(Fit.Unknown.class, "4.2.0", "v1.13.0", "v1.36.0");
        fit(Fit.Unknown.class, "4.6.1", "v1.13.9", "v1.36.3");
        fit(Fit.Unknown.class, "4.5.1", "v1.10.4", "v1.33.1");
        fit(Fit.Unknown.class, "4.5.1", "v1.15.0", "v1.36.3");
        fit(Fit.Unknown.class, "4.5.1", "v1.14.0", "v1.38.0");
        fit(Fit.Unknown.class, "4.5.1", "v2.0.0", "v1.36.3");
        fit(Fit.Unknown.class, "4.5.1", "v1.13.9", "v2.0.0");
        fit(Fit.Unknown.class, "4.5.1", "newest", "v1.36.3");
        fit(Fit.Unknown.class, "4.5.1", "v1.13.9", "");
    }

    private static void fit(Class<? extends Fit> expected, String chart, String talos, String kubernetes) {
        Fit fit = Charts.fit(umbrella(chart), talos, kubernetes);
        assertTrue(expected.isInstance(fit), chart + " " + talos + " " + kubernetes + ": " + fit);
    }
}
