package dev.ichor.rack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The growing output of a process or of a serial console. Positions count bytes of the file, so that a caller can look
 * only at what came after a certain moment.
 */
public final class Transcript {
    /** Colours and cursor movements that SeaBIOS, OVMF and iPXE send to the console. */
    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b(?:\\[[0-9;?=]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78cDEHM])");
    private static final int TAIL = 2000;

    private final Path file;

    Transcript(Path file) {
        this.file = file;
    }

    /** Bytes written so far. */
    public long position() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new RackFailure("cannot read " + file, e);
        }
    }

    /** All text, without terminal escapes. */
    public String text() {
        return textFrom(0);
    }

    /** The text from a position on, without terminal escapes. */
    public String textFrom(long position) {
        if (!Files.exists(file)) {
            return "";
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long length = Math.max(0, channel.size() - position);
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
            channel.position(position);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the size seen above
            }
            String raw = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            return ESCAPES.matcher(raw).replaceAll("");
        } catch (IOException e) {
            throw new RackFailure("cannot read " + file, e);
        }
    }

    /** The last lines, for messages. */
    public String tail() {
        String text = text().stripTrailing();
        return text.substring(Math.max(0, text.length() - TAIL));
    }

    /**
     * Waits until the text after {@code from} contains the pattern.
     *
     * @param alive false once nothing more can come; the wait then ends at once
     * @throws RackFailure when the time is over or the writer is gone; shows the end of the text
     */
    public MatchResult await(Pattern pattern, long from, Duration limit, BooleanSupplier alive, Supplier<String> who) {
        long start = System.nanoTime();
        boolean[] gone = new boolean[1];
        Optional<MatchResult> found = Waiting.until(limit, () -> {
            boolean running = alive.getAsBoolean();
            Matcher matcher = pattern.matcher(textFrom(from));
            if (matcher.find()) {
                return Optional.of(Optional.of(matcher.toMatchResult()));
            }
            gone[0] = !running;
            return running ? Optional.empty() : Optional.of(Optional.<MatchResult>empty());
        }).flatMap(answer -> answer);
        return found.orElseThrow(() -> new RackFailure(who.get()
                + (gone[0] ? " ended before it printed" : " did not print") + " \"" + pattern + "\" ("
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms); its last output:\n" + tail()));
    }
}
