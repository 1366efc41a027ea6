package dev.ichor.rack;

import dev.ichor.base.Firmware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes QEMU's command line for a machine; pure. */
final class QemuCommand {
    private static final String OVMF_CODE = "/usr/share/OVMF/OVMF_CODE_4M.fd";
    private static final String ROMS = "/usr/lib/ipxe/qemu/";

    /**
     * The host's side of a machine.
     *
     * @param taps    one for each NIC, in order
     * @param disks   one for each disk, in order
     * @param nvram   private copy of OVMF's variables
     * @param console file that serial output is appended to
     * @param qmp     control socket
     */
    record Files(List<String> taps, List<DiskImage> disks, Path nvram, Path console, Path qmp) {
    }

    private final MachineSpec spec;
    private final Files files;
    private final List<String> argv = new ArrayList<>();

    private QemuCommand(MachineSpec spec, Files files) {
        this.spec = spec;
        this.files = files;
    }

    static List<String> of(MachineSpec spec, Files files) {
        QemuCommand command = new QemuCommand(spec, files);
        command.board();
        command.firmware();
        command.smbios();
        command.nics();
        command.disks();
        return List.copyOf(command.argv);
    }

    private void board() {
        // graphics=off makes SeaBIOS and option ROMs speak on the serial port.
        add("qemu-system-x86_64", "-no-user-config", "-nodefaults", "-name", spec.name());
        add("-machine", "q35,graphics=off", "-accel", "tcg,tb-size=128", "-display", "none");
        // Nehalem: the oldest model with SSE4.2, which Mayastor needs; newer ones boot slower under emulation.
        add("-cpu", "Nehalem", "-smp", Integer.toString(spec.cpus()), "-m", spec.memoryMiB() + "M");
        for (int node = 0; spec.numaNodes() > 1 && node < spec.numaNodes(); node++) {
            int share = spec.cpus() / spec.numaNodes();
            add("-object", "memory-backend-ram,id=ram%d,size=%dM".formatted(node, spec.memoryMiB() / spec.numaNodes()));
            add("-numa", "node,nodeid=%d,memdev=ram%d,cpus=%d-%d".formatted(node, node, node * share,
                    node * share + share - 1));
        }
        add("-chardev", "file,id=console,append=on,path=" + escaped(files.console().toString()));
        add("-serial", "chardev:console");
        add("-qmp", "unix:" + escaped(files.qmp().toString()) + ",server=on,wait=off");
        if (spec.bmc()) {
            add("-device", "ipmi-bmc-sim,id=bmc0", "-device", "isa-ipmi-kcs,bmc=bmc0");
        }
    }

    private void firmware() {
        if (spec.boot().firmware() == Firmware.BIOS) {
            return;
        }
        add("-drive", "if=pflash,format=raw,readonly=on,file=" + Debian.file(OVMF_CODE));
        add("-drive", "if=pflash,format=raw,file=" + escaped(files.nvram().toString()));
        // OVMF reads these switches from fw_cfg; without them it tries PXE before HTTP, and IPv6 after IPv4.
        add("-fw_cfg", "name=opt/org.tianocore/IPv6PXESupport,string=n");
        if (spec.boot() == BootPath.UEFI_HTTP) {
            add("-fw_cfg", "name=opt/org.tianocore/IPv4PXESupport,string=n");
        }
    }

    private void smbios() {
        MachineSpec.Smbios smbios = spec.smbios();
        add("-uuid", smbios.uuid().toString());
        add("-smbios", "type=1,manufacturer=%s,product=%s,serial=%s,uuid=%s".formatted(escaped(smbios.manufacturer()),
                escaped(smbios.product()), escaped(smbios.serial()), smbios.uuid()));
        add("-smbios", "type=3,manufacturer=%s,serial=%s".formatted(escaped(smbios.manufacturer()),
                escaped(smbios.chassis())));
    }

    private void nics() {
        for (int i = 0; i < spec.nics().size(); i++) {
            MachineSpec.Nic nic = spec.nics().get(i);
            // BIOS takes QEMU's default ROM, iPXE: QEMU patches the PCI ids of the default one only, and SeaBIOS
            // skips a ROM with other ids. An empty romfile leaves OVMF with EDK2's own PXE and HTTP code. Only the
            // first card boots: each ROM would wait seconds for a key.
            Debian.file(ROMS + nic.model().rom());
            boolean ipxe = i == 0 && spec.boot().firmware() == Firmware.BIOS;
            add("-netdev", "tap,id=net%d,ifname=%s,script=no,downscript=no".formatted(i, files.taps().get(i)));
            add("-device", "%s,netdev=net%d,mac=%s%s%s".formatted(nic.model().device(), i, nic.mac(),
                    i == 0 ? ",bootindex=1" : "", ipxe ? "" : ",romfile="));
        }
    }

    private void disks() {
        int sata = 0;
        for (int i = 0; i < spec.disks().size(); i++) {
            MachineSpec.Disk disk = spec.disks().get(i);
            int order = i + 2;
            drive(i, disk.rate(), escaped(files.disks().get(i).file().toString()));
            switch (disk.bus()) {
                case NVME -> nvme(i, order, disk);
                case SATA -> add("-device", "ide-hd,drive=disk%d,bus=ide.%d,serial=%s,bootindex=%d".formatted(i, sata++,
                        disk.serial(), order));
            }
        }
    }

    /** Of the ways in which QEMU slows a disk down, only a filter node counts what is erased too. */
    private void drive(int i, long rate, String file) {
        if (rate == 0) {
            add("-drive", "if=none,id=disk%d,format=raw,cache=unsafe,discard=unmap,file=%s".formatted(i, file));
        } else {
            add("-object", "throttle-group,id=rate%d,x-bps-total=%d".formatted(i, rate));
            add("-drive", ("if=none,id=disk%1$d,driver=throttle,throttle-group=rate%1$d,cache=unsafe,discard=unmap,"
                    + "file.driver=raw,file.file.driver=file,file.file.filename=%2$s").formatted(i, file));
        }
    }

    /**
     * Behind a root port of its own, as in a server, so that the drive has a PCIe link to report. OVMF drops the whole
     * boot order when it names a namespace that is a device of its own, and would then try disks before the network.
     */
    private void nvme(int i, int order, MachineSpec.Disk disk) {
        add("-device", "pcie-root-port,id=slot%d,chassis=%d,slot=%d".formatted(i, i + 1, i + 1));
        if (spec.boot().firmware() == Firmware.UEFI && disk.eui() == 0) {
            add("-device", "nvme,id=nvme%d,bus=slot%d,serial=%s,drive=disk%d,bootindex=%d".formatted(i, i,
                    disk.serial(), i, order));
            return;
        }
        add("-device", "nvme,id=nvme%d,bus=slot%d,serial=%s".formatted(i, i, disk.serial()));
        String eui = disk.eui() == 0 ? "" : ",eui64=" + Long.toUnsignedString(disk.eui());
        add("-device", "nvme-ns,drive=disk%d,bus=nvme%d,nsid=1,bootindex=%d%s".formatted(i, i, order, eui));
    }

    private void add(String... words) {
        argv.addAll(List.of(words));
    }

    /** QEMU ends an option value at a comma unless it is doubled. */
    private static String escaped(String value) {
        return value.replace(",", ",,");
    }
}
