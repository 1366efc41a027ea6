package dev.ichor.rack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One status line for each machine: on a terminal the lines are rewritten in place, elsewhere a line is printed when
 * something has changed. The words are the appliance's own account of the last exchange; before there is any, the serial console's.
 */
final class DemoProgress {
    /** A line that wraps would spoil the rewriting in place. */
    private static final int WIDTH = 79;
    /** Milestones on a console, latest first. */
    private static final Map<Pattern, String> MILESTONES = milestones();

    private final PrintStream out;
    private final boolean terminal;
    private final AdminClient admin;
    private final long start = System.nanoTime();
    private final Map<VirtualMachine, String> shown = new LinkedHashMap<>();

    DemoProgress(PrintStream out, boolean terminal, AdminClient admin) {
        this.out = out;
        this.terminal = terminal;
        this.admin = admin;
    }

    private static Map<Pattern, String> milestones() {
        Map<Pattern, String> map = new LinkedHashMap<>();
        map.put(Pattern.compile("Linux version"), "the discovery image's kernel runs");
        map.put(Pattern.compile("iPXE initialising devices"), "iPXE runs");
        map.put(Pattern.compile("UEFI HTTPv4"), "the firmware boots by HTTP");
        map.put(Pattern.compile("UEFI PXEv4|>>Start PXE"), "the firmware boots by PXE");
        map.put(Pattern.compile("iPXE"), "the option ROM boots by PXE");
        map.put(Pattern.compile("SeaBIOS|BdsDxe"), "the firmware runs");
        return map;
    }

    /** Looks at all machines and shows what is new. */
    void show(List<VirtualMachine> machines) {
        boolean first = shown.isEmpty();
        List<String> changed = new ArrayList<>();
        for (VirtualMachine machine : machines) {
            String status = status(machine);
            if (!status.equals(shown.put(machine, status))) {
                changed.add(line(machine, status));
            }
        }
        if (!terminal) {
            changed.forEach(out::println);
        } else {
            if (!first) {
                out.print("\u001b[" + machines.size() + "A");
            }
            shown.forEach((machine, status) -> out.println("\r\u001b[2K" + line(machine, status)));
        }
        out.flush();
    }

    private String line(VirtualMachine machine, String status) {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        String line = "%4d s  %-10s %s".formatted(seconds, machine.spec().name(), status);
        return terminal ? line.substring(0, Math.min(WIDTH, line.length())) : line;
    }

    private String status(VirtualMachine machine) {
        if (!machine.isOn()) {
            return "off";
        }
        return lastExchange(machine).or(() -> milestone(machine)).orElse("power on");
    }

    private Optional<String> lastExchange(VirtualMachine machine) {
        String mac = machine.spec().nics().getFirst().mac().toString();
        return admin.find("/api/v1/machines/" + mac + "/explain").map(answer -> answer.path("timeline"))
                .filter(timeline -> !timeline.isEmpty())
                .map(timeline -> timeline.get(timeline.size() - 1).path("summary").asString(""));
    }

    private static Optional<String> milestone(VirtualMachine machine) {
        String text = machine.console().text();
        return MILESTONES.entrySet().stream().filter(entry -> entry.getKey().matcher(text).find())
                .map(Map.Entry::getValue).findFirst();
    }
}
