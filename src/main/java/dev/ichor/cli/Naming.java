package dev.ichor.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * How a disk with contents is given up: its serial number is typed, by a person when asked, by a program with
 * {@code --confirm}. Nothing else stands for it.
 */
final class Naming {
    @Option(names = "--confirm", paramLabel = "SERIAL", description = "The serial number of a disk with contents, "
            + "which may go: what a person types when asked. May repeat.")
    private List<String> confirmed = new ArrayList<>();

    /** A disk that must be named. */
    record Disk(String serial, String model, long bytes, String carries) {
    }

    /**
     * The serial numbers that were typed, or a failure before anything is done.
     *
     * @param disks   those that must be named
     * @param touched every disk that the command speaks of: another one is a slip
     */
    List<String> named(List<Disk> disks, List<String> touched, Person person, PrintWriter err) {
        List<String> slips = confirmed.stream().filter(serial -> !touched.contains(serial)).toList();
        if (!slips.isEmpty()) {
            throw new Failure(ExitCode.FAILED, "--confirm " + String.join(", ", slips) + " names no disk that this "
                    + "would touch (it would touch " + String.join(", ", touched) + "), so nothing was done.");
        }
        List<Disk> open = disks.stream().filter(disk -> !confirmed.contains(disk.serial())).toList();
        if (!open.isEmpty() && !person.isThere()) {
            throw new Failure(ExitCode.FAILED, "these disks carry something and must be named; nobody is there to type "
                    + "their serial numbers, so nothing was done:\n" + open.stream().map(disk -> "  " + Show.plain(
                            disk.serial() + ": " + disk.carries())).collect(Collectors.joining("\n"))
                    + "\nA program names each with --confirm SERIAL.");
        }
        List<String> named = new ArrayList<>(disks.stream().map(Disk::serial).filter(confirmed::contains).toList());
        for (Disk disk : open) {
            err.println();
            err.println(Show.plain("Disk " + disk.serial() + " (" + disk.model() + ", " + Show.capacity(disk.bytes())
                    + ") carries: " + disk.carries()));
            String typed = person.ask("What is on it will be gone. Type its serial number to go on: ").orElse("")
                    .strip();
            if (!typed.equals(disk.serial())) {
                throw new Failure(ExitCode.FAILED, "'" + Show.plain(typed) + "' is not its serial number, so nothing "
                        + "was done.");
            }
            named.add(typed);
        }
        return named;
    }
}
