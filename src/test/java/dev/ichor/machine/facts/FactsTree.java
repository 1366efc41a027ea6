package dev.ichor.machine.facts;

import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Composes the files that the agent would copy of some machine. Blank disks share their zeros. */
final class FactsTree {
    private static final byte[] MIB = new byte[1 << 20];
    private static final byte[] SAMPLES = new byte[64 * 4096];

    private final Map<String, byte[]> files = new HashMap<>();

    FactsTree() {
        text("meta", "format=1\nagent=1\nboot=0123456789abcdef\nuptime=15.38\n");
        text("mem/meminfo", "MemTotal:       527937652 kB\nMemFree:        1 kB\n");
    }

    FactsTree text(String path, String text) {
        return bytes(path, text.getBytes(StandardCharsets.UTF_8));
    }

    FactsTree bytes(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    FactsTree without(String prefix) {
        files.keySet().removeIf(path -> path.startsWith(prefix));
        return this;
    }

    RawFacts facts() {
        return RawFacts.owning(files);
    }

    Fingerprint read() throws Malformed {
        return FingerprintReader.read(facts());
    }

    /** SMBIOS 3 tables: BIOS, system, board, chassis. */
    FactsTree smbios(String maker, String product, String serial, String uuid, String board, String asset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        structure(out, 0, new byte[] {1, 2, 0, 0, 3}, "American Megatrends Inc.", "3.4", "10/30/2020");
        byte[] system = new byte[23];
        System.arraycopy(new byte[] {1, 2, 3, 4}, 0, system, 0, 4);
        System.arraycopy(smbiosUuid(uuid), 0, system, 4, 16);
        system[21] = 5;
        structure(out, 1, system, maker, product, "0123456789", serial, "To be filled by O.E.M.");
        structure(out, 2, new byte[] {1, 2, 3, 4}, maker, "X12DPi", "1.02", board);
        structure(out, 3, new byte[] {1, 1, 2, 3, 4}, maker, "", "C8270AK19C30001", asset);
        structure(out, 127, new byte[0]);
        bytes("dmi/table", out.toByteArray());
        return bytes("dmi/entry", new byte[] {'_', 'S', 'M', '3', '_', 0, 24, 3, 2, 1});
    }

    private static void structure(ByteArrayOutputStream out, int type, byte[] fields, String... strings) {
        out.writeBytes(new byte[] {(byte) type, (byte) (fields.length + 4), 0, 0});
        out.writeBytes(fields);
        for (String string : strings) {
            out.writeBytes((string.isEmpty() ? " " : string).getBytes(StandardCharsets.UTF_8));
            out.write(0);
        }
        out.writeBytes(strings.length == 0 ? new byte[] {0, 0} : new byte[] {0});
    }

    private static byte[] smbiosUuid(String text) {
        UUID uuid = UUID.fromString(text);
        ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt((int) (uuid.getMostSignificantBits() >>> 32)).putShort((short) (uuid.getMostSignificantBits() >>> 16))
                .putShort((short) uuid.getMostSignificantBits());
        return out.order(ByteOrder.BIG_ENDIAN).putLong(uuid.getLeastSignificantBits()).array();
    }

    FactsTree uefi(int secureBoot, int setupMode) {
        bytes("efi/present", new byte[0]).bytes("efi/SecureBoot", new byte[] {6, 0, 0, 0, (byte) secureBoot});
        return bytes("efi/SetupMode", new byte[] {6, 0, 0, 0, (byte) setupMode});
    }

    /** CPUs with two threads a core, numbered as Linux does: first all cores, then their second threads. */
    FactsTree cpus(String model, int sockets, int coresEach) {
        StringBuilder info = new StringBuilder();
        StringBuilder topology = new StringBuilder();
        int cores = sockets * coresEach;
        for (int cpu = 0; cpu < 2 * cores; cpu++) {
            int core = cpu % cores;
            info.append("processor\t: ").append(cpu).append("\nmodel name\t: ").append(model)
                    .append("\nflags\t\t: fpu sse sse2 ssse3 sse4_1 sse4_2 avx avx2 aes pdpe1gb vmx\n\n");
            topology.append("cpu=").append(cpu).append(" package=").append(core / coresEach).append(" core=")
                    .append(core % coresEach).append(" node=").append(core / coresEach).append(" siblings=").append(core)
                    .append(',').append(core + cores).append('\n');
        }
        for (int node = 0; node < sockets; node++) {
            int first = node * coresEach;
            text("mem/node" + node, "Node " + node + " MemTotal:       263968826 kB\ncpulist " + first + "-"
                    + (first + coresEach - 1) + "," + (first + cores) + "-" + (first + cores + coresEach - 1) + "\n");
        }
        return text("cpu/cpuinfo", info.toString()).text("cpu/topology", topology.toString());
    }

    FactsTree pci(String address, String speed, int width, String maximumSpeed, int maximumWidth, int numa) {
        return text("pci/" + address, "class=0x010802\nvendor=0x144d\ndriver=nvme\nnuma=" + numa + "\ncurrent_link_speed="
                + speed + " GT/s PCIe\ncurrent_link_width=" + width + "\nmax_link_speed=" + maximumSpeed
                + " GT/s PCIe\nmax_link_width=" + maximumWidth + "\n");
    }

    /** A blank NVMe disk with EUI-64, formatted with 512-byte blocks of two formats. */
    FactsTree nvme(String name, String address, String model, String serial, String eui, long bytes) {
        String folder = "disk/" + name;
        String controller = name.substring(0, name.lastIndexOf('n'));
        text(folder + "/sysfs", "path=/sys/devices/pci0000:00/0000:00:01.0/" + address + "/nvme/" + controller + "/" + name
                + "\ndev=259:0\nsize=" + bytes / 512 + "\nro=0\nremovable=0\nlogical=512\nphysical=4096\nrotational=0\nwwid="
                + (eui.isEmpty() ? "" : "eui." + eui) + "\nmodel=" + model + "\nserial=" + serial
                + "\nnsid=1\nfirmware=GDC5602Q\ntransport=pcie\nholders=\n");
        byte[] identity = new byte[4096];
        identity[0] = 0x4d;
        identity[1] = 0x14;
        fixed(identity, 4, 20, serial);
        fixed(identity, 24, 40, model);
        fixed(identity, 64, 8, "GDC5602Q");
        byte[] namespace = new byte[4096];
        namespace[25] = 1;
        namespace[130] = 9;
        namespace[134] = 12;
        byte[] euiBytes = eui.isEmpty() ? new byte[8] : HexFormat.of().parseHex(eui);
        System.arraycopy(euiBytes, 0, namespace, 120, 8);
        byte[] descriptors = new byte[4096];
        if (!eui.isEmpty()) {
            descriptors[0] = 1;
            descriptors[1] = 8;
            System.arraycopy(euiBytes, 0, descriptors, 4, 8);
        }
        bytes(folder + "/id-ctrl", identity).bytes(folder + "/id-ns", namespace).bytes(folder + "/ns-descs", descriptors);
        smart(name, 0, 3, 100, 10, 0, 8760, 31);
        return blank(name);
    }

    FactsTree smart(String name, int warning, int used, int spare, int threshold, long errors, long hours, int celsius) {
        ByteBuffer log = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        log.put(0, (byte) warning).putShort(1, (short) (celsius + 273)).put(3, (byte) spare).put(4, (byte) threshold)
                .put(5, (byte) used).putLong(128, hours).putLong(160, errors);
        return bytes("disk/" + name + "/smart", log.array());
    }

    /** A blank SATA disk behind AHCI whose IDENTIFY data was readable. */
    FactsTree sata(String name, String address, String model, String serial, String naa, long bytes) {
        String folder = "disk/" + name;
        byte[] identify = new byte[512];
        swapped(identify, 10, String.format("%20s", serial));
        swapped(identify, 23, "HXT7404Q");
        swapped(identify, 27, String.format("%-40s", model));
        identify[2 * 87 + 1] = 0x41;
        for (int i = 0; i < 4; i++) {
            int word = Integer.parseInt(naa, 4 * i, 4 * i + 4, 16);
            identify[2 * (108 + i)] = (byte) word;
            identify[2 * (108 + i) + 1] = (byte) (word >>> 8);
        }
        text(folder + "/udev-id", "identify " + HexFormat.of().formatHex(identify) + "\n");
        text(folder + "/sysfs", "path=/sys/devices/pci0000:00/" + address + "/ata1/host0/target0:0:0/0:0:0:0/block/" + name
                + "\nsize=" + bytes / 512 + "\nro=0\nremovable=0\nlogical=512\nphysical=4096\nrotational=0\nwwid=naa." + naa
                + "\nmodel=" + model.substring(0, Math.min(16, model.length())) + "\nvendor=ATA\nrev=404Q\nholders=\n");
        return blank(name);
    }

    FactsTree blank(String name) {
        return contents(name, MIB, MIB, SAMPLES);
    }

    FactsTree contents(String name, byte[] head, byte[] tail, byte[] samples) {
        String folder = "disk/" + name;
        return bytes(folder + "/head", head).bytes(folder + "/tail", tail).bytes(folder + "/samples", samples);
    }

    FactsTree nic(String name, String address, String mac, String driver, int speed) {
        return text("net/" + name + "/sysfs", "path=/sys/devices/pci0000:00/" + address + "/net/" + name + "\naddress=" + mac
                + "\npermaddr=" + mac + "\ncarrier=" + (speed > 0 ? 1 : 0) + "\nspeed=" + (speed > 0 ? speed : -1)
                + "\nmtu=1500\nminmtu=68\nmaxmtu=9702\ndriver=" + driver + "\nfirmware=4.00 0x80014bc8\npci=" + address
                + "\nnuma=0\ntype=1\n");
    }

    private static void fixed(byte[] into, int at, int length, String text) {
        Arrays.fill(into, at, at + length, (byte) ' ');
        System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, into, at, text.length());
    }

    private static void swapped(byte[] identify, int word, String text) {
        for (int i = 0; i < text.length(); i += 2) {
            identify[2 * word + i] = (byte) text.charAt(i + 1);
            identify[2 * word + i + 1] = (byte) text.charAt(i);
        }
    }

    // Machines of real makes.

    static FactsTree supermicro() {
        FactsTree tree = new FactsTree().smbios("Supermicro", "SYS-220U-TNR", "A411795X1234567",
                "00112233-4455-6677-8899-aabbccddeeff", "ZM20AS001234", "Default string").uefi(1, 0)
                .cpus("Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", 2, 32)
                .text("tpm/version", "2\n").text("tpm/description", "TPM 2.0 Device\n").bytes("bmc/device", new byte[0])
                .text("bmc/lan", "Set in Progress         : Set Complete\nIP Address Source       : DHCP Address\n"
                        + "IP Address              : 10.20.30.40\nSubnet Mask             : 255.255.255.0\n"
                        + "MAC Address             : 3c:ec:ef:01:02:03\n");
        for (int i = 0; i < 4; i++) {
            String address = "0000:" + (i < 2 ? "65" : "e3") + ":0" + i % 2 + ".0";
            tree.nvme("nvme" + i + "n1", address, "SAMSUNG MZQL23T8HCLS-00A07", "S64HNE0R50000" + i,
                    "36344830525000" + "0" + i, 3_840_755_982_336L);
            tree.pci(address, i == 2 ? "8.0" : "16.0", i == 2 ? 2 : 4, "16.0", 4, i / 2);
        }
        tree.smart("nvme3n1", 0x04, 101, 4, 10, 17, 42_000, 71);
        tree.nic("eth0", "0000:31:00.0", "3c:ec:ef:aa:bb:00", "ice", 25_000);
        tree.nic("eth1", "0000:31:00.1", "3c:ec:ef:aa:bb:01", "ice", 0);
        return tree.pci("0000:31:00.0", "16.0", 8, "16.0", 8, 0)
                .text("meta", "format=1\nagent=1\nboot=0123456789abcdef\nbootif=3c:ec:ef:aa:bb:00\n"
                        + "skipped=disk/nvme9n1: did not answer within 120 s\n");
    }

    static FactsTree dell() {
        return new FactsTree().smbios("Dell Inc.", "PowerEdge R650", "8XK2M43", "4c4c4544-0058-4b10-8032-b8c04f4d3433",
                ".8XK2M43.CNIVC0012345.", "").uefi(0, 0).cpus("Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz", 1, 16)
                .sata("sda", "0000:00:17.0", "SSDSC2KG480G8R", "PHYG0123003X480BGN", "55cd2e415163fb2d", 480_103_981_056L)
                .nvme("nvme0n1", "0000:01:00.0", "Dell Ent NVMe P5600 MU U.2 1.6TB", "PHAB0001000N1P6AGN", "",
                        1_600_321_314_816L)
                .pci("0000:01:00.0", "16.0", 4, "16.0", 4, 0).nic("eth0", "0000:04:00.0", "b0:7b:25:00:00:01", "tg3", 1000);
    }

    static FactsTree hpe() {
        return new FactsTree().smbios("HPE", "ProLiant DL360 Gen10", "Not Specified",
                "03000200-0400-0500-0006-000700080009", "Default string", "Asset Tag").cpus("AMD EPYC 7302P", 1, 16)
                .nic("eth0", "0000:02:00.0", "88:e9:a4:00:00:01", "tg3", 1000);
    }

    static FactsTree sixteen() {
        FactsTree tree = new FactsTree().smbios("Inspur", "NF5180M6", "221234567", "11111111-2222-3333-4444-555555555555",
                "1", "1").cpus("Intel(R) Xeon(R) Gold 5318Y", 2, 24);
        for (int i = 0; i < 16; i++) {
            tree.nvme("nvme" + i + "n1", String.format("0000:%02x:00.0", 0x90 - 4 * i), "INTEL SSDPF2KX038T9",
                    String.format("PHAX%04d003P3P8A", i), String.format("5cd2e4%010x", i),
                    3_840_755_982_336L);
        }
        return tree;
    }

    static FactsTree duplicates() {
        return new FactsTree().smbios("QTI", "D1", "1", "11111111-2222-3333-4444-555555555556", "1", "1")
                .nvme("nvme0n1", "0000:01:00.0", "NoName SSD", "0000000000000001", "", 1L << 40)
                .nvme("nvme1n1", "0000:02:00.0", "NoName SSD", "0000000000000001", "", 1L << 40);
    }

    List<String> paths() {
        return List.copyOf(files.keySet());
    }
}
