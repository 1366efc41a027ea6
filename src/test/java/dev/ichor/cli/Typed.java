package dev.ichor.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A command line as it is typed, by a person who answers or by a program. */
final class Typed {
    static final String TOKEN = "ichor_t-0123456789_secret";

    private final FakePlane plane;
    private final Path home;
    private final Answers answers;

    private Typed(FakePlane plane, Path home, Answers answers) {
        this.plane = plane;
        this.home = home;
        this.answers = answers;
    }

    /** What the command left. */
    record Ended(int code, String out, String err) {
    }

    /** A program: nobody answers. */
    static Typed byProgram(FakePlane plane, Path home) {
        return new Typed(plane, home, new Answers(false, List.of()));
    }

    /** A person who types these lines. */
    static Typed byPerson(FakePlane plane, Path home, String... lines) {
        return new Typed(plane, home, new Answers(true, List.of(lines)));
    }

    /** Lines that are typed when asked; what was asked. */
    private record Answers(boolean isThere, List<String> lines, List<String> questions) implements Person {
        Answers(boolean isThere, List<String> lines) {
            this(isThere, new ArrayList<>(lines), new ArrayList<>());
        }

        @Override
        public Optional<String> ask(String question) {
            questions.add(question);
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines.removeFirst());
        }
    }

    List<String> questions() {
        return answers.questions();
    }

    Ended run(String... words) {
        return run(Map.of("HOME", home.toString(), "ICHOR_TOKEN", TOKEN), words);
    }

    Ended run(Map<String, String> environment, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Arrays.stream(words), Stream.of("--set", "admin.port=" + plane.port(), "--set",
                "state=" + home)).toArray(String[]::new);
        int code = Ichor.run(all, environment, new PrintWriter(out, true), new PrintWriter(err, true), answers);
        return new Ended(code, out.toString(), err.toString());
    }
}
