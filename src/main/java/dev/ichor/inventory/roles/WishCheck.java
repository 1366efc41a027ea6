package dev.ichor.inventory.roles;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Size;
import dev.ichor.inventory.roles.RoleSheet.Row;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns wishes into claims, or into everything that is wrong with them. */
final class WishCheck {
    private static final String BLANK = "blank";
    private static final String POOL = "Mayastor pool";

    private final RoleSheet sheet;
    private final List<RoleWish> wishes;
    private final List<Problem> problems = new ArrayList<>();
    /** By disk, in the order of the sheet. */
    private final Map<DiskId, DiskClaim> claims = new LinkedHashMap<>();
    /** As wished, whether or not that is allowed, so that what is wrong with the whole is told too. */
    private final Map<DiskId, DiskRole> roles = new LinkedHashMap<>();
    private final Map<DiskId, String> places = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();

    WishCheck(RoleSheet sheet, List<RoleWish> wishes) {
        this.sheet = sheet;
        this.wishes = wishes;
    }

    RoleWish.Outcome outcome() {
        sheet.disks().forEach(row -> row.claim().ifPresent(claim -> {
            claims.put(row.disk(), claim);
            roles.put(row.disk(), claim.role());
        }));
        for (int i = 0; i < wishes.size(); i++) {
            wish(wishes.get(i), "/disks/" + i);
        }
        systemDisks();
        return problems.isEmpty() ? new RoleWish.Outcome(inOrder(), List.of(), changes)
                : new RoleWish.Outcome(List.of(), problems, List.of());
    }

    private List<DiskClaim> inOrder() {
        return sheet.disks().stream().map(Row::disk).distinct().filter(claims::containsKey).map(claims::get).toList();
    }

    private void wish(RoleWish wish, String at) {
        Optional<Row> found = sheet.disks().stream().filter(row -> row.disk().equals(wish.disk())).findFirst();
        String before = places.putIfAbsent(wish.disk(), at);
        if (found.isEmpty()) {
            problem(at, "the machine has no disk " + wish.disk(), "Take one of those that `ichor roles suggest` shows");
        } else if (before != null) {
            problem(at, "disk " + wish.disk().serial() + " is named twice, first at " + before, "Remove one of them");
        } else {
            Row row = found.get();
            roles.put(row.disk(), wish.role());
            boolean asIs = row.claim().filter(claim -> isSo(claim, wish, row)).isPresent();
            if (!asIs && allowed(wish, row, at)) {
                String accepted = wish.role().isWritten() && !wish.keep() ? carried(row) : "";
                take(row, new DiskClaim(row.disk(), wish.role(), wish.keep(), accepted));
            }
        }
    }

    /** What the claim says already, about a disk that carries what it carried then. */
    private static boolean isSo(DiskClaim claim, RoleWish wish, Row row) {
        return claim.role() == wish.role() && claim.keep() == wish.keep()
                && (!claim.overwrites() || claim.accepted().equals(carried(row)) && row.refusals().isEmpty());
    }

    private static String carried(Row row) {
        return row.carries().equals(List.of(BLANK)) ? "" : String.join(", ", row.carries());
    }

    private void take(Row row, DiskClaim claim) {
        String had = row.claim().map(WishCheck::role).orElse("no role");
        String gone = claim.accepted().isEmpty() ? "" : "; given up: " + claim.accepted();
        changes.add("disk " + row.disk().serial() + " (" + Size.shown(row.disk().bytes()) + "): " + had + " -> "
                + role(claim) + gone);
        claims.put(row.disk(), claim);
    }

    private static String role(DiskClaim claim) {
        return claim.role().label() + (claim.keep() ? ", pool kept" : "");
    }

    private boolean allowed(RoleWish wish, Row row, String at) {
        int before = problems.size();
        String serial = row.disk().serial();
        if (wish.keep()) {
            keep(wish, row, at);
        } else if (wish.role().isWritten()) {
            row.refusals().forEach(refusal -> problem(at + "/role",
                    "disk " + serial + " cannot be " + wish.role().label() + ": " + refusal,
                    "Make it spare or ignore, or replace the disk"));
        }
        boolean typed = !wish.serial().isEmpty();
        if (typed && !wish.serial().equals(serial)) {
            problem(at + "/serial", "the serial number " + wish.serial() + " is not that of disk " + serial,
                    "Type " + serial + " if this disk is meant");
        } else if (!typed && wish.role().isWritten() && !wish.keep() && !carried(row).isEmpty()) {
            problem(at + "/serial", "disk " + serial + " carries " + carried(row) + ", which would be gone",
                    "Name its serial number if it may be overwritten");
        }
        return problems.size() == before;
    }

    private void keep(RoleWish wish, Row row, String at) {
        String name = "disk " + row.disk().serial();
        if (wish.role() != DiskRole.POOL) {
            problem(at + "/keep", "only a pool can be kept, and " + name + " shall be " + wish.role().label(),
                    "Leave keep out, or make it a pool");
        } else if (row.carries().size() != 1 || !row.carries().getFirst().startsWith(POOL)) {
            problem(at + "/keep", name + " carries no Mayastor pool alone, but "
                    + (row.carries().isEmpty() ? "was not seen" : String.join(", ", row.carries())),
                    "Leave keep out");
        } else if (!unique(row)) {
            problem(at + "/role", name + " cannot be told apart from another disk",
                    "Make it spare or ignore, or replace the disk");
        }
    }

    private boolean unique(Row row) {
        return row.disk().isSound() && sheet.disks().stream().map(Row::disk)
                .filter(disk -> disk.serial().equalsIgnoreCase(row.disk().serial())
                        || disk.wwid().equalsIgnoreCase(row.disk().wwid())).count() == 1;
    }

    private void systemDisks() {
        List<DiskId> systems = sheet.disks().stream().map(Row::disk).distinct()
                .filter(disk -> roles.get(disk) == DiskRole.SYSTEM).toList();
        if (systems.isEmpty() && roles.values().stream().anyMatch(DiskRole::isWritten)) {
            problem("/disks", "no disk is the system disk", "Give one disk the role system");
        }
        if (systems.size() > 1) {
            String all = String.join(", ", systems.stream().map(DiskId::serial).toList());
            List<String> at = systems.stream().map(places::get).filter(Objects::nonNull).toList();
            (at.isEmpty() ? List.of("/disks") : at.stream().map(place -> place + "/role").toList())
                    .forEach(where -> problem(where, "more than one system disk: " + all,
                            "Give all but one of them another role"));
        }
    }

    private void problem(String where, String what, String mend) {
        problems.add(new Problem(where, what, mend));
    }
}
