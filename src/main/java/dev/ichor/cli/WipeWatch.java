package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.client.EventStream;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ArmList;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.api.ArmedDiskView;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at an arm until it is over, and says what becomes of each disk. For one thread. */
final class WipeWatch {
    private static final long EVERY_MILLIS = 1_000;
    private static final int SILENCE = 30;

    private final AdminClient client;
    private final PrintWriter err;
    private final boolean terminal;
    private final EventStream.Pause pause;
    private final Map<String, String> told = new HashMap<>();
    private boolean open;

    /** @param terminal whether a line may be written over */
    WipeWatch(AdminClient client, PrintWriter err, boolean terminal, EventStream.Pause pause) {
        this.client = client;
        this.err = err;
        this.terminal = terminal;
        this.pause = pause;
    }

    /** True if nothing more will happen by itself: a disk was refused or failed, and the agent has left no other. */
    private static boolean isStuck(ArmView arm) {
        List<String> states = arm.disks().stream().filter(ArmedDiskView::erase).map(ArmedDiskView::state).toList();
        return states.stream().noneMatch(state -> state.equals("untouched") || state.equals("started"))
                && states.stream().anyMatch(state -> state.equals("refused") || state.equals("failed"));
    }

    /** @return the arm when it was over or nothing more happens, or as it was last seen if this thread is interrupted */
    AdminClient.Answer<ArmView> watch(AdminClient.Answer<ArmView> armed) throws ClientFailed {
        AdminClient.Answer<ArmView> arm = armed;
        int silent = 0;
        try {
            while (arm.value().ended().isEmpty() && !isStuck(arm.value())) {
                tell(arm.value());
                pause.millis(EVERY_MILLIS);
                try {
                    arm = look(armed.value()).orElse(arm);
                    silent = 0;
                } catch (ClientFailed e) {
                    silent++;
                    if (e.kind() != ClientFailed.Kind.SILENT || silent > SILENCE) {
                        throw e;
                    }
                }
            }
            tell(arm.value());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endLine();
        return arm;
    }

    private Optional<AdminClient.Answer<ArmView>> look(ArmView armed) throws ClientFailed {
        ArmList list = client.get(new Query(Asking.API + "arms").with("machine", armed.machine()).with("limit", 20)
                .path(), ArmList.class).value();
        return list.items().stream().filter(arm -> arm.id().equals(armed.id())).findFirst()
                .map(arm -> new AdminClient.Answer<>(arm, Json.write(arm), ""));
    }

    private void tell(ArmView arm) {
        for (ArmedDiskView disk : arm.disks()) {
            String state = state(disk);
            String before = told.put(disk.disk().serial(), disk.state() + " " + disk.note());
            if (before == null || !before.equals(disk.state() + " " + disk.note())) {
                boolean newState = before == null || !before.startsWith(disk.state() + " ");
                line(disk.disk().serial() + ": " + state, newState, disk.state().equals("started"));
            }
        }
        err.flush();
    }

    /** On a terminal the percents of one disk overwrite each other; elsewhere only a new state is a line. */
    private void line(String text, boolean newState, boolean moving) {
        if (terminal && moving) {
            err.print((open ? "\r\033[K" : "") + Show.plain(text));
            open = true;
        } else if (newState) {
            endLine();
            err.println(Show.plain(text));
        }
    }

    private void endLine() {
        if (open) {
            err.println();
            open = false;
        }
    }

    private static String state(ArmedDiskView disk) {
        return switch (disk.state()) {
            case "untouched" -> "waits for the agent";
            case "started" -> "is being erased" + note(disk);
            case "erased" -> "erased" + note(disk);
            case "refused" -> "REFUSED, nothing was written" + note(disk);
            case "failed" -> "FAILED, its contents may be anything" + note(disk);
            default -> disk.state() + note(disk);
        };
    }

    private static String note(ArmedDiskView disk) {
        return disk.note().isEmpty() ? "" : ": " + disk.note();
    }

    static boolean allErased(ArmView arm) {
        return arm.disks().stream().filter(ArmedDiskView::erase).allMatch(disk -> disk.state().equals("erased"));
    }

    /** The receipts. */
    static String text(ArmView arm) {
        Table table = new Table("SERIAL", "STATE", "NOTE", "CARRIED");
        List<ArmedDiskView> disks = arm.disks();
        disks.forEach(disk -> table.row(disk.disk().serial(), disk.state(), disk.note(), disk.carries()));
        return table.text() + "The wipe " + arm.id() + " of " + arm.machine() + (arm.ended().isEmpty() ? " goes on."
                : " is over: " + arm.end() + (arm.why().isEmpty() ? "" : ", " + Show.plain(arm.why())) + ".") + "\n";
    }
}
