package dev.ichor.talos.node;

import dev.ichor.base.Firmware;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Document;
import java.util.List;
import java.util.Optional;

/** Keeps other work off the io-engine's cores. */
final class Isolation {
    private Isolation() {
    }

    static void write(Sheet sheet) {
        if (!IoCores.isStorage(sheet.input)) {
            return;
        }
        IoCores cores = IoCores.of(sheet.input);
        String where = sheet.cluster("/mayastor/cores");
        boolean isolate = sheet.input.cluster().mayastor().isolate();
        if (!cores.obstacle().isEmpty() && isolate) {
            sheet.error(where, cores.obstacle(), "Ask for fewer cores, or do not isolate them");
        } else if (!cores.obstacle().isEmpty()) {
            sheet.warning(where, cores.obstacle(), "Ask for fewer cores, or use a larger machine");
        } else if (!cores.remark().isEmpty()) {
            sheet.warning(where, cores.remark(),
                    "Move disks or NIC to the slots of one socket, or ask for fewer cores");
        }
        if (isolate && !cores.cores().isEmpty()) {
            arguments(sheet, cores);
        }
    }

    private static void arguments(Sheet sheet, IoCores cores) {
        boolean uki = sheet.since(Contract.V1_14) || sheet.input.fingerprint().platform().firmware() != Firmware.BIOS
                || sheet.made().find(Document.V1ALPHA1).flatMap(document -> document.at("machine", "install",
                "grubUseUKICmdline")).equals(Optional.of(true));
        if (!uki) {
            sheet.add(Document.V1ALPHA1, List.of(cores.argument()), "machine", "install", "extraKernelArgs");
            return;
        }
        String own = sheet.input.cluster().plan().schematic();
        String image = sheet.input.cluster().plan().installer();
        if (!own.isEmpty()) {
            sheet.error(sheet.cluster("/talos/schematic"), "the schematic is the operator's own, and this machine's"
                    + " boot loader takes kernel arguments from it alone", "Add " + cores.argument() + " to its"
                    + " extraKernelArgs and do not ask for isolation, or leave the schematic out");
        } else if (!image.isEmpty() && !image.contains(Schematic.id(sheet.input, sheet.contract))) {
            sheet.error(sheet.cluster("/talos/installer"), "the installer image is the operator's own, and this"
                    + " machine's boot loader takes kernel arguments from it alone", "Build it with " + cores.argument()
                    + " and do not ask for isolation, or leave it out");
        }
    }
}
