package dev.ichor.talos.node;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import dev.ichor.machine.Samples;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Memory;
import dev.ichor.talos.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Parts that a {@link Rig} is built of. */
public final class Parts {
    private Parts() {
    }

    static Memory memory(int gibibytes, int nodes) {
        List<Memory.Node> out = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            out.add(new Memory.Node(i, ((long) gibibytes << 30) / nodes, List.of()));
        }
        return new Memory((long) gibibytes << 30, out);
    }

    /** Numbered as Linux does: first threads of all cores first, socket by socket. */
    public static List<Cpu.Logical> cpus(int sockets, int cores, boolean smt, boolean numa) {
        List<Cpu.Logical> out = new ArrayList<>();
        int physical = sockets * cores;
        for (int number = 0; number < physical * (smt ? 2 : 1); number++) {
            int of = number % physical;
            out.add(new Cpu.Logical(number, of / cores, of % cores, numa ? of / cores : -1,
                    smt ? List.of(of, of + physical) : List.of(number)));
        }
        return out;
    }

    public static Disk nvme(String id, int numa) {
        return disk(id, "eui." + id, "S-" + id, Disk.Transport.NVME, numa,
                List.of("nvme-eui." + id, "nvme-Fast_S-" + id + "_1", "nvme-Fast_S-" + id));
    }

    public static Disk disk(String kernel, String wwid, String serial, Disk.Transport transport, int numa,
                            List<String> byId) {
        return new Disk("k" + kernel, wwid, serial, "Fast", "", "", "1", 1_920_383_410_176L, 512, 4096, List.of(),
                transport, transport == Disk.Transport.SAS, false, false, Optional.empty(),
                numa < 0 ? OptionalInt.empty() : OptionalInt.of(numa), Optional.empty(), byId,
                List.of(new Contents.Blank()));
    }

    public static Mac mac(int number) {
        return Samples.mac(String.format("52:54:00:00:00:%02x", number));
    }

    static String version(Contract contract) {
        return switch (contract) {
            case V1_10 -> "v1.10.4 v1.33.1";
            case V1_11 -> "v1.11.6 v1.34.1";
            case V1_12 -> "v1.12.10 v1.35.2";
            case V1_13 -> "v1.13.9 v1.36.3";
            case V1_14 -> "v1.14.0 v1.37.0";
        };
    }

    public static Ipv4 ip(String text) {
        try {
            return Ipv4.parse(text);
        } catch (Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Subnet subnet(String text) {
        try {
            return Subnet.parse(text);
        } catch (Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }
}
