package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.server.admin.api.ArmPreview;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.api.ArmedDiskView;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.server.admin.api.DiskRow;
import dev.ichor.server.admin.api.DiskSheet;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.PlaceBody;
import dev.ichor.server.admin.api.ReasonBody;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bodies as the appliance sends them. */
final class Bodies {
    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final MachineId ID = new MachineId("m-abcdefgh");
    static final Sha256 PRINT = new Sha256("ab".repeat(32));

    private Bodies() {
    }

    static MachineSummary summary(MachineId id, String stage, Optional<PlaceBody> place) {
        return new MachineSummary(id, "SN-" + id.text().substring(2, 5), "Acme R1", stage, new ReasonBody("not-armed",
                id + " is a node and is not armed: nothing is written to its disks."), stage.equals("held"), place,
                Optional.empty(), 7, Optional.empty(), List.of(new Mac(0x525400000001L)), 2, 1_920_383_410_176L, 1,
                "uefi", NOW, NOW.plusSeconds(90));
    }

    static MachineDetail detail(MachineId id, String stage) {
        return new MachineDetail(summary(id, stage, Optional.of(new PlaceBody("prod", "worker-1", "anna"))),
                Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    static DiskId disk(String serial) {
        return new DiskId("eui.00" + serial, serial, 960_197_124_096L);
    }

    static ArmedDiskView armed(String serial, String role, String carries, String state, String note) {
        return new ArmedDiskView(disk(serial), "Acme P1", role, carries, !carries.equals("blank"), state, note);
    }

    static ArmPreview preview(String purpose, List<String> mustName, List<String> refusals, ArmedDiskView... disks) {
        return new ArmPreview(ID, purpose, PRINT, List.of(disks), mustName, refusals);
    }

    static ArmView arm(String purpose, Optional<String> end, ArmedDiskView... disks) {
        return new ArmView("a-0123456789", ID, purpose, PRINT, List.of(disks), "anna", false, NOW,
                NOW.plusSeconds(1800), end.map(word -> NOW.plusSeconds(60)), end.orElse(""), "");
    }

    static DiskRow row(String serial, String carries, Optional<String> role, String suggested) {
        return new DiskRow(disk(serial), "Acme P1", "nvme0n1", List.of(carries), role, false, "", suggested, false,
                List.of("it is sound"), List.of(), !carries.equals("blank"), List.of());
    }

    static DiskSheet sheet(DiskRow... rows) {
        return new DiskSheet(ID, 7, PRINT, List.of(rows), List.of(new DiskSheet.Check("memory", "too-little",
                "2 GiB of memory, 4 GiB are needed")));
    }

    static DeclaredItem node(String name, String zone, Optional<Ipv4> address) {
        return new DeclaredItem("node", name, 3, Optional.of("workers"), Optional.of(ID), address, Map.of("cluster",
                "prod", "type", "worker", "zone", zone), "kind: Node\nname: " + name + "\n");
    }
}
