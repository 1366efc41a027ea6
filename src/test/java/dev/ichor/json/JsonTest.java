package dev.ichor.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Samples;
import dev.ichor.machine.hardware.Contents;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JsonTest {
    private final Fingerprint sample = Samples.fingerprint(BootId.of(7), Optional.of(
            Samples.uuid("4c4c4544-0044-3510-8052-b4c04f4a3132")), "SN1",
            List.of(Samples.mac("52:54:00:00:00:01"), Samples.mac("52:54:00:00:00:02")));

    @Test
    void aFingerprintSurvivesTheRoundTrip() throws Malformed {
        assertEquals(sample, Json.read(Json.write(sample), Fingerprint.class));
        assertEquals(sample, Json.read(Json.writePretty(sample), Fingerprint.class));
    }

    @Test
    void theSampleHoldsEveryKindOfContents() {
        Set<Class<?>> held = sample.disks().stream().flatMap(disk -> disk.contents().stream()).map(Object::getClass)
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(Arrays.asList(Contents.class.getPermittedSubclasses())), held);
    }

    @Test
    void smallValuesAreTextAndDerivedOnesAreLeftOut() {
        String json = Json.write(sample);
        assertTrue(json.contains("\"mac\":\"52:54:00:00:00:01\""), json);
        assertTrue(json.contains("\"is\":\"Blank\""), json);
        assertTrue(json.contains("\"numa\":null"), json);
        assertFalse(json.contains("identity"), json);
        assertFalse(json.contains("degraded"), json);
        assertFalse(json.contains("\"blank\""), json);
    }

    @Test
    void unknownMembersAreIgnored() throws Malformed {
        assertEquals(sample, Json.read(Json.write(sample).replaceFirst("\\{", "{\"later\":1,"), Fingerprint.class));
    }

    @Test
    void badTextIsMalformed() {
        for (String bad : List.of("", "{", "null", "[]", "{\"bootId\":\"x\"}", "[".repeat(100_000))) {
            assertThrows(Malformed.class, () -> Json.read(bad, Fingerprint.class), bad.length() + " characters");
        }
        assertThrows(Malformed.class, () -> Json.read("\"zz\"", Mac.class));
    }

    @Test
    void anyJsonIsReadAsPlainValuesAndStrictly() throws Malformed {
        assertEquals(java.util.Arrays.asList(1, "a", true, null, java.util.Map.of("b", List.of())),
                Json.tree("[1,\"a\",true,null,{\"b\":[]}]"));
        for (String wrong : List.of("", "{", "{} {}", "{\"a\":1,\"a\":2}", "[1,]", "{a:1}")) {
            assertThrows(Malformed.class, () -> Json.tree(wrong), wrong);
        }
    }
}
