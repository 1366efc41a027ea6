package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.cli.Typed.Ended;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A screen and an admin plane, whose hand-offs do what a test says. */
abstract class HandoffScreen {
    @TempDir
    static Path state;
    static Plane plane;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        plane = new Plane(state);
        Metal.declare(plane.bench, Metal.cluster(5));
    }

    @BeforeEach
    void nothingHappenedYet() {
        plane.handoffs.reset();
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    static Ended run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of("handoff"), Stream.concat(Arrays.stream(words), Stream.of("--url",
                plane.uri("").toString(), "--fingerprint", plane.certificate.fingerprintText())))
                .toArray(String[]::new);
        int code = Ichor.run(all, Map.of("ICHOR_TOKEN", plane.secret(Role.OPERATOR)), new PrintWriter(out, true),
                new PrintWriter(err, true));
        assertTrue(out.toString().lines().allMatch(line -> line.startsWith("{") || line.contains(" is written to ")
                || line.length() <= 100),
                out.toString());
        return new Ended(code, out.toString(), err.toString());
    }

    static String well(String... words) {
        Ended ended = run(words);
        assertEquals(ExitCode.OK, ended.code(), String.join(" ", words) + ": " + ended.err());
        return ended.out();
    }
}
