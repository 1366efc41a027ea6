package dev.ichor.client.handoff;

import dev.ichor.client.handoff.RunBook.RunOver;
import dev.ichor.mayastor.run.Action;
import dev.ichor.mayastor.run.Cause;
import dev.ichor.mayastor.run.Compare;
import dev.ichor.mayastor.run.Diagnosis;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.run.Step;
import dev.ichor.mayastor.site.Proof;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Walks the steps of an install, and writes down how each goes. It stops at the first that fails, with the causes; to
 * run again comes to the same as to go on. An interrupt stops it. For one thread.
 */
public final class Runner {
    private static final int LONGEST = 3_000;
    private final Install install;
    private final Tools tools;
    private final RunBook book;
    private final Progress progress;
    private final Pace pace;
    private final Walk walk;

    /** @param files the text of a file of the bundle, by path */
    public Runner(Install install, Function<String, Optional<String>> files, Tools tools, RunBook book,
                  Progress progress, Pace pace) {
        this.install = install;
        this.tools = tools;
        this.book = book;
        this.progress = progress;
        this.pace = pace;
        this.walk = new Walk(install, new Doing(tools, pace, progress), pace, files);
    }

    /**
     * How a run ended.
     *
     * @param outcome {@code done}, {@code failed}, {@code stopped}
     * @param step    the last one that was begun
     * @param words   why it did not go on; empty if it is done
     * @param causes  why that; empty unless it failed
     * @param figures all that were measured
     */
    public record Ended(String outcome, String step, String words, List<Cause> causes, Map<String, Double> figures) {
        public Ended {
            causes = List.copyOf(causes);
            figures = Map.copyOf(figures);
        }

        public boolean isDone() {
            return outcome.equals("done");
        }

        /** The volume beside the disks alone. */
        public List<Compare.Ratio> ratios() {
            return Compare.of(figures);
        }
    }

    /** Walks all of them. Ends the run in the book, whatever happens. */
    public Ended run(List<Step> steps) {
        Ended ended = new Ended("stopped", "", "", List.of(), Map.of());
        try {
            ended = walk(steps);
        } finally {
            book.end(ended.outcome());
        }
        return ended;
    }

    private Ended walk(List<Step> steps) {
        int number = 0;
        String name = "";
        try {
            for (Step step : steps) {
                number++;
                name = step.name();
                progress.begins(number, steps.size(), step);
                book.step(number, name, "running", "", Map.of());
                Optional<Ended> failed = step(number, step);
                if (failed.isPresent()) {
                    return failed.get();
                }
            }
            return ended("done", name, "", List.of());
        } catch (InterruptedException e) {
            return stopped(number, name, "it was stopped by a person");
        } catch (RunOver e) {
            progress.ends("failed", e.getMessage());
            return ended("stopped", name, e.getMessage(), List.of());
        }
    }

    private Ended ended(String outcome, String step, String words, List<Cause> causes) {
        return new Ended(outcome, step, words, causes, walk.figures());
    }

    private Ended stopped(int number, String name, String words) {
        progress.ends("failed", words);
        try {
            book.step(number, name, "failed", words, Map.of());
        } catch (RunOver e) {
            return ended("stopped", name, e.getMessage(), List.of());
        }
        return ended("stopped", name, words, List.of());
    }

    private Optional<Ended> step(int number, Step step) throws InterruptedException, RunOver {
        Map<String, Double> before = new LinkedHashMap<>(walk.figures());
        List<String> words = new ArrayList<>();
        String state = "done";
        try {
            for (Action action : step.actions()) {
                Walk.Came came = walk.act(action);
                if (!came.words().isEmpty()) {
                    words.add(came.words());
                }
                if (came.skips()) {
                    state = "skipped";
                    break;
                }
            }
        } catch (StepFailed e) {
            return Optional.of(failed(number, step, e.getMessage(), before));
        } finally {
            prove(walk.takeProofs());
        }
        book.step(number, step.name(), state, cut(String.join("; ", words)), fresh(before));
        progress.ends(state, String.join("; ", words));
        return Optional.empty();
    }

    private void prove(List<Proof> proofs) {
        if (!proofs.isEmpty()) {
            book.prove(proofs);
        }
    }

    private Map<String, Double> fresh(Map<String, Double> before) {
        Map<String, Double> fresh = new LinkedHashMap<>(walk.figures());
        before.keySet().forEach(fresh::remove);
        return fresh;
    }

    private Ended failed(int number, Step step, String words, Map<String, Double> before) throws InterruptedException,
            RunOver {
        List<Cause> causes = Diagnosis.of(install, Scene.of(tools, step.name(), words));
        progress.ends("failed", words);
        book.step(number, step.name(), "failed", cut(words + "\n" + Diagnosis.text(causes)), fresh(before));
        return ended("failed", step.name(), words, causes);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
