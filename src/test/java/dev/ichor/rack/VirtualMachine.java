package dev.ichor.rack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A machine of the rack: QEMU under software emulation. Disks, firmware variables and the console file stay over power
 * cycles and resets. Closing takes the power away.
 */
public final class VirtualMachine implements AutoCloseable {
    /** Machines of metal take no processor time from the appliance either. */
    private static final List<String> NICE = List.of("nice", "-n", "10");
    private static final String OVMF_VARS = "/usr/share/OVMF/OVMF_VARS_4M.fd";

    private final Namespace bridge;
    private final MachineSpec spec;
    private final QemuCommand.Files files;
    private final Transcript console;
    private Optional<Daemon> qemu = Optional.empty();

    private VirtualMachine(Namespace bridge, MachineSpec spec, QemuCommand.Files files) {
        this.bridge = bridge;
        this.spec = spec;
        this.files = files;
        this.console = new Transcript(files.console());
    }

    static VirtualMachine create(Rack rack, Namespace bridge, MachineSpec spec, List<String> taps) {
        List<DiskImage> disks = new ArrayList<>();
        for (MachineSpec.Disk disk : spec.disks()) {
            disks.add(DiskImage.create(rack.file(spec.name() + "-" + disk.serial(), "raw"), disk.bytes()));
        }
        Path nvram = rack.file(spec.name() + "-nvram", "fd");
        try {
            switch (spec.boot()) {
                case BIOS_PXE -> { }
                case UEFI_PXE, UEFI_HTTP -> Files.copy(Debian.file(OVMF_VARS), nvram);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new VirtualMachine(bridge, spec, new QemuCommand.Files(taps, disks, nvram,
                rack.file(spec.name() + "-console", "txt"), rack.file(spec.name(), "qmp")));
    }

    public MachineSpec spec() {
        return spec;
    }

    /** Presses the power button of a machine that is off. */
    public synchronized void powerOn() {
        if (isOn()) {
            throw new IllegalStateException(spec.name() + " is on already");
        }
        try {
            // The socket of the last power cycle: nobody listens there any more.
            Files.deleteIfExists(files.qmp());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> argv = new ArrayList<>(NICE);
        argv.addAll(QemuCommand.of(spec, files));
        Debian.require(argv.get(NICE.size()));
        qemu = Optional.of(bridge.start("qemu-" + spec.name(), argv));
    }

    /** True while it has power: a guest that powers itself off ends QEMU. */
    public synchronized boolean isOn() {
        return qemu.filter(Daemon::isRunning).isPresent();
    }

    /** Takes the power away at once; fine when it is off already. */
    public synchronized void powerOff() {
        qemu.ifPresent(Daemon::kill);
    }

    /** Presses the reset button. */
    public void reset() {
        control("system_reset");
    }

    /** Presses the power button of a running machine: an ACPI event, which the guest may obey. */
    public void pressPower() {
        control("system_powerdown");
    }

    /** Waits until the machine has switched itself off. */
    public void awaitOff(Duration limit) {
        Waiting.until(limit, () -> isOn() ? Optional.empty() : Optional.of(true)).orElseThrow(() ->
                new RackFailure(spec.name() + " is still on after " + limit.toSeconds() + " s:\n" + console.tail()));
    }

    /** What the machine has written to its serial port, over all power cycles. */
    public Transcript console() {
        return console;
    }

    /** Waits until the console contains the pattern; fails at once when the machine goes off before. */
    public MatchResult awaitConsole(String regex, Duration limit) {
        return awaitConsole(regex, 0, limit);
    }

    /** As {@link #awaitConsole(String, Duration)}, looking only at what came after {@code from}. */
    public MatchResult awaitConsole(String regex, long from, Duration limit) {
        return console.await(Pattern.compile(regex, Pattern.MULTILINE), from, limit, this::isOn,
                () -> spec.name() + qemuTail());
    }

    /** The medium of the disk with this serial. */
    public DiskImage disk(String serial) {
        for (int i = 0; i < spec.disks().size(); i++) {
            if (spec.disks().get(i).serial().equals(serial)) {
                return files.disks().get(i);
            }
        }
        throw new IllegalArgumentException(spec.name() + " has no disk " + serial);
    }

    /** The switch's port on which NIC number {@code index} hangs. */
    public String port(int index) {
        return files.taps().get(index);
    }

    private void control(String command) {
        if (!isOn()) {
            throw new IllegalStateException(spec.name() + " is off");
        }
        Qmp.execute(files.qmp(), command);
    }

    private String qemuTail() {
        String said = qemu.map(daemon -> daemon.output().tail()).orElse("");
        return said.isEmpty() ? "" : " (QEMU: " + said + ")";
    }

    @Override
    public void close() {
        powerOff();
    }

    @Override
    public String toString() {
        return spec.name();
    }
}
