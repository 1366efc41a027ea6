package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DebClosureTest {
    private static final String CONTROL = """
            Package: tool
            Version: 1:2.0-3
            Pre-Depends: libc6 (>= 2.14)
            Depends: liba1:any (>= 1) | libb1,
             debconf (>= 0.5) | debconf-2.0, zlib1g [amd64]
            Description: a tool
             with: a line that looks like a field

            Package: liba1
            Version: 1
            Depends: libc6, liba1-loop

            Package: liba1-loop
            Version: 1
            Depends: liba1

            Package: libc6
            Version: 2

            Package: zlib1g
            Version: 3
            """;

    private static Set<String> closure(Problems problems, String... roots) throws BuildFailed {
        Map<String, DebPackage> known = new HashMap<>();
        DebPackage.parse(CONTROL).forEach(one -> known.put(one.name(), one));
        return DebClosure.of(List.of(roots), names -> {
            Map<String, DebPackage> found = new HashMap<>(known);
            found.keySet().retainAll(names);
            return found;
        }, problems).keySet();
    }

    @Test
    void aParagraphIsReadWithItsContinuationLines() {
        DebPackage tool = DebPackage.parse(CONTROL).getFirst();
        assertEquals(new DebPackage("tool", "1:2.0-3", List.of(List.of("libc6"), List.of("liba1", "libb1"),
                List.of("debconf", "debconf-2.0"), List.of("zlib1g"))), tool);
    }

    @Test
    void librariesAreFollowedAndOtherPackagesAreNot() throws Exception {
        Problems problems = new Problems();
        assertEquals(Set.of("tool", "liba1", "liba1-loop", "libc6", "zlib1g"), closure(problems, "tool"));
        assertTrue(problems.isEmpty());
    }

    @Test
    void eachMissingPackageIsNamedWithWhoNeedsIt() throws Exception {
        Problems problems = new Problems();
        assertEquals(Set.of("libc6"), closure(problems, "libc6", "gone", "lost"));
        assertEquals(List.of("package gone", "package lost"),
                problems.list().stream().map(one -> one.where()).toList());
        assertTrue(problems.list().getFirst().what().contains("the package list"));
    }
}
