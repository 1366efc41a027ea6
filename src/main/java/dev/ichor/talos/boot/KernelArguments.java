package dev.ichor.talos.boot;

import dev.ichor.base.Arch;
import dev.ichor.talos.Contract;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line with which a Talos kernel is started over the network, as Talos's own media have it
 * ({@code pkg/machinery/kernel/kernel.go}, {@code imager/quirks}), with the address of the configuration. Without
 * {@code talos.platform}, {@code slab_nomerge} and {@code pti=on} Talos does not start.
 */
public final class KernelArguments {
    private KernelArguments() {
    }

    /** Whether that Talos can be told whom to trust before it fetches, which {@code talos.config.early} does. */
    public static boolean isToldWhomToTrust(Contract contract) {
        return contract.since(Contract.V1_11);
    }

    /**
     * Arguments as below, and whom to trust for the address.
     *
     * @param config address of the configuration, https
     * @param early  as {@link EarlyConfig} makes it
     */
    public static String of(Contract contract, Arch arch, String config, String early,
                            Optional<NodeInput.Sinks> sinks) {
        if (!isToldWhomToTrust(contract)) {
            throw new IllegalArgumentException("Talos " + contract + " reads no early configuration");
        }
        return of(contract, arch, config, sinks) + " talos.config.early=" + early;
    }

    /**
     * Arguments in Talos's order, then where to report and where the configuration is.
     *
     * @param config address of the configuration
     * @param sinks  where the node reports to while it installs; empty: nowhere
     */
    public static String of(Contract contract, Arch arch, String config, Optional<NodeInput.Sinks> sinks) {
        List<String> all = new ArrayList<>(List.of("talos.platform=metal"));
        all.addAll(arch == Arch.ARM64 ? List.of("console=ttyAMA0", "console=tty0")
                : List.of("console=tty0", "console=ttyS0"));
        all.addAll(defaults(contract));
        sinks.filter(to -> to.events() > 0).ifPresent(to ->
                all.add("talos.events.sink=" + to.address() + ":" + to.events()));
        sinks.filter(to -> to.kernelLog() > 0).ifPresent(to ->
                all.add("talos.logging.kernel=tcp://" + to.address() + ":" + to.kernelLog() + "/"));
        all.add("talos.config=" + config);
        return String.join(" ", all);
    }

    private static List<String> defaults(Contract contract) {
        List<String> all = new ArrayList<>();
        boolean new14 = contract.since(Contract.V1_14);
        if (!new14) {
            all.add("init_on_alloc=1");
        }
        all.addAll(List.of("slab_nomerge", "pti=on", "consoleblank=0"));
        if (!new14) {
            all.add("nvme_core.io_timeout=4294967295");
        }
        all.add("printk.devkmsg=on");
        if (contract == Contract.V1_10) {
            all.addAll(List.of("ima_template=ima-ng", "ima_appraise=fix", "ima_hash=sha512"));
        }
        all.add("selinux=1");
        if (contract.since(Contract.V1_12)) {
            all.add("module.sig_enforce=1");
        }
        if (contract.since(Contract.V1_13)) {
            all.add("proc_mem.force_override=never");
        }
        return all;
    }
}
