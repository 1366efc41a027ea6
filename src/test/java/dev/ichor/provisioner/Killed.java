package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of its own that is killed at a moment it does not choose. */
public final class Killed {
    private Killed() {
    }

    /**
     * Runs {@code main} of a class with the folder and the round, and kills it.
     *
     * @param bytes  it has printed when the time begins
     * @param millis how long it then lives
     * @return what it printed; the last line may be cut
     */
    public static String after(Class<?> victim, Path folder, int round, int bytes, int millis) throws Exception {
        Path out = folder.resolve("out-" + round);
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), victim.getName(), folder.toString(),
                Integer.toString(round)).redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile()).start();
        try {
            while (Files.size(out) < bytes) {
                assertTrue(process.isAlive(), "the process ended by itself");
                Thread.sleep(2);
            }
            Thread.sleep(millis);
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(137, process.exitValue());
        return Files.readString(out);
    }
}
