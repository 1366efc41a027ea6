package dev.ichor.client.handoff;

import dev.ichor.mayastor.run.Action;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Standing;
import dev.ichor.mayastor.run.Wish;
import dev.ichor.mayastor.run.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Does single actions with the tools. For one thread. */
final class Doing {
    private static final Duration LOOK = Duration.ofSeconds(60);
    private final Tools tools;
    private final Pace pace;
    private final Progress progress;
    private String shown = "";

    Doing(Tools tools, Pace pace, Progress progress) {
        this.tools = tools;
        this.pace = pace;
        this.progress = progress;
    }

    /** Looks up what kubectl prints. @throws StepFailed if it fails */
    String look(List<String> arguments) throws StepFailed, InterruptedException {
        return done("kubectl " + arguments.getFirst(), tools.kubectl(arguments, LOOK));
    }

    void helm(List<String> arguments, Duration patience) throws StepFailed, InterruptedException {
        done("helm " + arguments.getFirst(), tools.helm(arguments, pace.patience(patience)));
    }

    void kubectl(Action.Kubectl action) throws StepFailed, InterruptedException {
        done("kubectl " + action.arguments().getFirst(), tools.kubectl(action.arguments(),
                pace.patience(action.patience())));
    }

    String helmSays(List<String> arguments) throws StepFailed, InterruptedException {
        return done("helm " + arguments.getFirst(), tools.helm(arguments, LOOK));
    }

    private static String done(String what, Tools.Said said) throws StepFailed {
        if (!said.isOk()) {
            throw new StepFailed(what + ": " + said.complaint());
        }
        return said.output();
    }

    /** Looks again and again. A look that fails is waited over, for an API server may be restarting. */
    String await(List<String> arguments, Wish wish, Duration allowed) throws StepFailed, InterruptedException {
        Duration patience = pace.patience(allowed);
        Instant end = pace.clock().instant().plus(patience);
        while (true) {
            Tools.Said said = tools.kubectl(arguments, LOOK);
            Standing standing = said.isOk() ? Wishes.judge(wish, said.output())
                    : new Standing.Waiting("kubectl " + arguments.getFirst() + ": " + said.complaint());
            switch (standing) {
                case Standing.Done done -> {
                    return done.text();
                }
                case Standing.Never never -> throw new StepFailed(never.text());
                case Standing.Waiting waiting -> show(waiting.text());
            }
            if (!pace.clock().instant().isBefore(end)) {
                throw new StepFailed("after " + words(patience) + ": " + standing.text());
            }
            pace.pause().millis(pace.every().toMillis());
        }
    }

    /** Whether it is so now. */
    boolean isSo(List<String> arguments, Wish wish) throws StepFailed, InterruptedException {
        return Wishes.judge(wish, look(arguments)) instanceof Standing.Done;
    }

    private void show(String words) {
        if (!words.equals(shown)) {
            shown = words;
            progress.stands(words);
        }
    }

    private static String words(Duration duration) {
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " s";
    }

    /** The name of the volume that Mayastor made for the claim. */
    static String volumeId(Install install, String volumeName) throws StepFailed {
        if (!volumeName.matches("pvc-[0-9a-f-]{36}")) {
            throw new StepFailed("the claim in " + install.namespace() + " is bound to '" + volumeName + "', which is "
                    + "no volume of Mayastor");
        }
        return volumeName.substring("pvc-".length());
    }
}
