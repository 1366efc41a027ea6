package dev.ichor.inventory.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Box;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.policy.PolicyMatch.Condition;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class PolicyMatchTest {
    private static final Fingerprint MACHINE = new Box().nvme("a", 480).nvme("b", 1920).nvme("c", 1920)
            .nic(Samples.mac("52:54:00:00:00:01"), 1_000, "leaf-a", "swp1")
            .nic(Samples.mac("aa:bb:cc:00:00:02"), 25_000, "leaf-b", "swp2").build();

    private static Policy policy(String name, Selector selector) {
        return new Policy(name, selector, "prod", NodeType.WORKER, "w-{n}", Policy.ZoneRule.NONE,
                Policy.DiskRule.DEFAULT, Map.of(), false);
    }

    private static Optional<String> some(String text) {
        return Optional.ofNullable(text).filter(value -> !value.equals("-"));
    }

    private static OptionalLong some(Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static Selector texts(String vendor, String product, String name, String port) {
        return new Selector(some(vendor), some(product), Optional.empty(), Optional.empty(), OptionalLong.empty(),
                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), some(name),
                some(port), List.of());
    }

    private static Selector numbers(Long cores, Long memory, Long count, Long bytes, Long speed) {
        return new Selector(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), some(cores),
                some(memory), some(count), some(bytes), some(speed), Optional.empty(), Optional.empty(), List.of());
    }

    @ParameterizedTest
    @CsvSource({"dell*,-,-,-,true", "DELL INC.,*r650,-,-,true", "dell,-,-,-,false", "-,*,-,-,true",
            "-,-,leaf-a,swp1,true", "-,-,leaf-a,swp2,false", "-,-,leaf-*,swp2,true", "-,-,-,swp2,true",
            "-,-,spine,-,false", "*edge*,*edge*,-,-,false"})
    void textsAreComparedWithoutCase(String vendor, String product, String name, String port, boolean matches) {
        assertEquals(matches, PolicyMatch.of(List.of(policy("p", texts(vendor, product, name, port))), MACHINE)
                .getFirst().matches());
    }

    @ParameterizedTest
    @CsvSource({"16,,,,,true", "17,,,,,false", ",68719476736,,,,true", ",68719476737,,,,false", ",,3,,,true",
            ",,4,,,false", ",,2,1000000000000,,true", ",,3,1000000000000,,false", ",,,1000000000000,,true",
            ",,,2000000000000,,false", ",,,,25000,true", ",,,,25001,false"})
    void numbersAreTheLeast(Long cores, Long memory, Long count, Long bytes, Long speed, boolean matches) {
        assertEquals(matches, PolicyMatch.of(List.of(policy("p", numbers(cores, memory, count, bytes, speed))),
                MACHINE).getFirst().matches());
    }

    @Test
    void eachConditionTellsWhatIsWantedAndShown() {
        Selector selector = new Selector(Optional.of("HPE"), Optional.empty(), Optional.of("SN-*"),
                Optional.of("*Xeon*"),
                OptionalLong.of(8), OptionalLong.of(16L << 30), OptionalLong.of(2), OptionalLong.of(1_920_000_000_000L),
                OptionalLong.of(10_000), Optional.of("leaf-a"), Optional.of("swp9"), List.of("aa:bb", "00:11:22"));
        assertEquals(List.of(new Condition("vendor", "HPE", "Dell Inc.", false),
                new Condition("serial", "SN-*", "SN-1", true), new Condition("cpu", "*Xeon*", "Xeon Gold 6330", true),
                new Condition("cores", "at least 8", "16", true),
                new Condition("memory", "at least 16GiB", "64GiB", true),
                new Condition("nvme-count", "at least 2", "3", true),
                new Condition("nvme-size", "2 of at least 1920GB", "2 of 1.9 TB, 1.9 TB, 480 GB", true),
                new Condition("nic-speed", "at least 10000 Mb/s", "25000 Mb/s", true),
                new Condition("switch", "leaf-a", "leaf-a, leaf-b", true),
                new Condition("switch-port", "swp9", "swp1", false),
                new Condition("macs", "one of aa:bb, 00:11:22", "52:54:00:00:00:01, aa:bb:cc:00:00:02", true)),
                PolicyMatch.of(List.of(policy("p", selector)), MACHINE).getFirst().conditions());
    }

    @Test
    void theMostSpecificDecidesAndTiesGoByNameInWhateverOrderTheyCome() {
        List<Policy> policies = new ArrayList<>(List.of(policy("any", Selector.ANY),
                policy("b-two", texts("dell*", "*r650", "-", "-")), policy("a-two", texts("dell*", "-", "leaf-a", "-")),
                policy("three-no", texts("hp", "x", "y", "-")), policy("one-no", texts("hp", "-", "-", "-"))));
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(policies, random);
            List<PolicyMatch> looked = PolicyMatch.of(policies, MACHINE);
            assertEquals(List.of("a-two", "b-two", "any", "three-no", "one-no"),
                    looked.stream().map(PolicyMatch::policy).toList());
            assertTrue(looked.getFirst().chosen());
            assertEquals(1, looked.stream().filter(PolicyMatch::chosen).count());
            assertEquals(List.of(2, 2, 0, 3, 1), looked.stream().map(PolicyMatch::specificity).toList());
        }
        assertFalse(PolicyMatch.of(List.of(policy("no", texts("hp", "-", "-", "-"))), MACHINE).getFirst().chosen());
        assertEquals(List.of(), PolicyMatch.of(List.of(), MACHINE));
    }

    @Test
    void aPatternFullOfStarsIsNotCostly() {
        String text = "a".repeat(2_000);
        assertFalse(Glob.matches("*a".repeat(500) + "b", text));
        assertTrue(Glob.matches("*a".repeat(500) + "*", text));
        assertTrue(Glob.matches("", "") && Glob.matches("**", "") && !Glob.matches("", "x"));
    }
}
