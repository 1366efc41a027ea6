package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent's shell functions, run by the same busybox as in the image, against a made-up machine in a folder. */
@Timeout(60)
class AgentScriptTest {
    private static final Path AGENT = AgentTree.AGENT;

    @TempDir
    Path root;

    @BeforeEach
    void makeAMachine() throws IOException {
        put("proc/cmdline", "quiet ichor.url=http://10.9.0.1:8080 ichor.boot=b7 ichor.token=s3cret ichor.lldp=5 "
                + "ichor.echo=4444 BOOTIF=01-52-54-00-AA-BB-0C\n");
        put("proc/uptime", "12.34 20.00\n");
        put("proc/version", "Linux version 6.1\n");
        put("proc/meminfo", "MemTotal: 1 kB\n");
        put("proc/cpuinfo", "processor : 0\n");
        for (int cpu = 0; cpu < 2; cpu++) {
            String dir = "sys/devices/system/cpu/cpu" + cpu;
            put(dir + "/topology/physical_package_id", "0\n");
            put(dir + "/topology/core_id", cpu + "\n");
            put(dir + "/topology/thread_siblings_list", cpu + "\n");
            Files.createDirectories(root.resolve(dir + "/node1"));
        }
        put("sys/devices/system/node/node1/meminfo", "Node 1 MemTotal: 1 kB\n");
        put("sys/devices/system/node/node1/cpulist", "0-1\n");
        String function = "sys/devices/pci0000:00/0000:00:1d.0/0000:3b:00.0";
        put(function + "/class", "0x010802\n");
        put(function + "/numa_node", "1\n");
        String disk = function + "/nvme/nvme0/nvme0n1";
        put(disk + "/size", "40\n");
        put(disk + "/wwid", "eui.0011\n");
        put(disk + "/queue/logical_block_size", "512\n");
        put(function + "/nvme/nvme0/serial", "S1  \n");
        put(function + "/nvme/nvme0/transport", "pcie\n");
        link("sys/bus/pci/devices/0000:3b:00.0", "../../../../" + function);
        link("sys/block/nvme0n1", "../../" + disk);
        link(disk + "/device", "..");
        put("sys/block/loop0/size", "0\n");
    }

    private void put(String name, String text) throws IOException {
        new AgentTree(root).put(name, text);
    }

    private void link(String name, String target) throws IOException {
        new AgentTree(root).link(name, target);
    }

    private void tool(String name, String script) throws IOException {
        new AgentTree(root).tool(name, script);
    }

    private String run(String commands) throws Exception {
        return new AgentTree(root).run(commands);
    }

    private String fact(String name) throws IOException {
        return new AgentTree(root).fact(name);
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
        try (Stream<Path> files = Files.walk(AGENT.resolveSibling("..").normalize().getParent())) {
            files.filter(Files::isRegularFile).map(Path::toString)
                    .filter(name -> name.endsWith(".sh") || name.endsWith("init") || name.endsWith("/agent")
                            || name.endsWith("dhcp-event")).sorted().forEach(command::add);
        }
        assertEquals(2 + 21, command.size(), "every script is checked: " + command);
        Command.Result result = Command.of(command).within(Duration.ofSeconds(50)).run();
        assertNotEquals(127, result.status(), "install the package shellcheck");
        assertEquals("", result.output() + result.errors());
    }

    @Test
    void theCommandLineIsReadAndTheTokenMasked() throws Exception {
        assertEquals("10.9.0.1 8080 b7 s3cret 5 4444 52:54:00:aa:bb:0c\n",
                run("echo $HOST $PORT $BOOT $TOKEN $LLDP_SECONDS $ECHO_PORT $BOOTIF; machine_facts"));
        assertTrue(fact("cmdline").contains("ichor.token=*** ichor.lldp=5"));
        assertFalse(fact("cmdline").contains("s3cret"));
    }

    @Test
    void bootifIsReadWithAndWithoutTheHardwareType() throws Exception {
        assertEquals("52:54:00:aa:bb:0c\n52:54:00:aa:bb:0c\n",
                run("mac_of_bootif 01-52-54-00-AA-BB-0C; mac_of_bootif 52:54:00:aa:bb:0c"));
    }

    @Test
    void theMachineIsWrittenAsTheContractSays() throws Exception {
        run("machine_facts; skip disk/sdx 'did not answer'; write_meta");
        assertEquals("cpu=0 package=0 core=0 node=1 siblings=0\ncpu=1 package=0 core=1 node=1 siblings=1\n",
                fact("cpu/topology"));
        assertEquals("Node 1 MemTotal: 1 kB\ncpulist 0-1\n", fact("mem/node1"));
        assertEquals("format=1\nagent=2\nboot=b7\nuptime=12.34\nbootif=52:54:00:aa:bb:0c\n"
                + "skipped=disk/sdx: did not answer\n", fact("meta"));
        assertFalse(Files.exists(root.resolve("run/facts/efi")), "no UEFI, no entry");
        assertFalse(Files.exists(root.resolve("run/facts/bmc")), "no BMC, no entry");
    }

    @Test
    void aDiskIsDescribedFromSysfsAndReadInPieces() throws Exception {
        byte[] content = new byte[40 * 512];
        new java.util.Random(5).nextBytes(content);
        Files.createDirectories(root.resolve("dev"));
        Files.write(root.resolve("dev/nvme0n1"), content);
        tool("nvme", "[ \"$1\" = smart-log ] && exit 1; head -c 4096 /dev/zero");
        run("disks_start; disks_wait; write_meta; pack");
        assertEquals("path=/sys/devices/pci0000:00/0000:00:1d.0/0000:3b:00.0/nvme/nvme0/nvme0n1\nsize=40\nlogical=512\n"
                + "wwid=eui.0011\nserial=S1\ntransport=pcie\nholders=\npci=0000:3b:00.0\nnuma=1\n",
                fact("disk/nvme0n1/sysfs"));
        assertEquals("class=0x010802\nnuma=1\n", fact("pci/0000:3b:00.0"));
        // 20,480 bytes: five blocks, each sampled many times; head and tail are the whole disk.
        assertEquals(64 * 4096, Files.size(root.resolve("run/facts/disk/nvme0n1/samples")));
        assertEquals(-1, Files.mismatch(root.resolve("dev/nvme0n1"), root.resolve("run/facts/disk/nvme0n1/head")));
        assertEquals(-1, Files.mismatch(root.resolve("dev/nvme0n1"), root.resolve("run/facts/disk/nvme0n1/tail")));
        assertFalse(Files.exists(root.resolve("run/facts/disk/nvme0n1/smart")));
        assertTrue(fact("meta").contains("skipped=disk/nvme0n1/smart: nvme smart-log gave no 512 bytes\n"));
        assertFalse(Files.exists(root.resolve("run/facts/disk/loop0")), "loop devices are no disks");
        assertTrue(Files.size(root.resolve("run/facts.tar.gz")) > 100);
    }

    @Test
    void aCapturedFrameIsKeptWithItsLength() throws Exception {
        byte[] pcap = new byte[24 + 16 + 300];
        java.util.Arrays.fill(pcap, 40, pcap.length, (byte) 0x5a);
        Files.write(root.resolve("one.pcap"), pcap);
        run("lldp_keep eth0 " + root.resolve("one.pcap"));
        byte[] kept = Files.readAllBytes(root.resolve("run/facts/net/eth0/lldp"));
        assertEquals(302, kept.length);
        assertEquals(1, kept[0]);
        assertEquals(44, kept[1]);
        assertEquals(0x5a, kept[2]);
    }

    @Test
    void anUnansweredRequestSaysWhyAndPausesGrow() throws Exception {
        tool("socat", "echo '2026/01/01 00:00:00 socat[7] E connect(5, AF=2 10.9.0.1:8080, 16): Connection refused' >&2");
        String out = run("sleep() { echo sleep $1; }\nrequest GET /agent/order '' '' 5; echo \"$CODE $WHY\"\nRETRY=0\n"
                + "for i in 1 2 3 4 5 6 7; do pause_before_retry; done");
        assertEquals("000 connect(5, AF=2 10.9.0.1:8080, 16): Connection refused\n"
                + "sleep 2\nsleep 4\nsleep 8\nsleep 16\nsleep 32\nsleep 60\nsleep 60\n", out);
    }

    @Test
    void anAnswerIsTakenApart() throws Exception {
        tool("socat", "cat >" + root + "/sent; printf 'HTTP/1.1 422 No\\r\\nX: y\\r\\n\\r\\nthe archive is cut short\\nmore\\n'");
        String out = run("echo body >" + root + "/body\nrequest POST /agent/fingerprint " + root
                + "/body application/gzip 5\necho $CODE; cat $ANSWER");
        assertEquals("422\nthe archive is cut short\nmore\n", out);
        assertEquals("POST /agent/fingerprint HTTP/1.0\r\nHost: 10.9.0.1:8080\r\nAuthorization: Bearer s3cret\r\n"
                + "User-Agent: ichor-discovery/2\r\nConnection: close\r\nContent-Type: application/gzip\r\n"
                + "Content-Length: 5\r\n\r\nbody\n", Files.readString(root.resolve("sent")));
    }

    @Test
    void ordersAreObeyed() throws Exception {
        String out = run("reboot() { echo rebooted; exit 0; }\npoweroff() { echo off; exit 0; }\nsleep() { :; }\n"
                + "(obey boot-on); (obey reboot); (obey poweroff); (obey wait); (obey sing); echo end");
        assertEquals("rebooted\nrebooted\noff\nend\n", out);
    }

    private static final String SUM = Sha256.of("image".getBytes(StandardCharsets.UTF_8)).hex();

    /** Answers a request for what to install, fetches the same bytes for whatever name, and prints what kexec gets. */
    private String installs(String answer, String kexec) throws Exception {
        put("proc/meminfo", "MemTotal: 9000000 kB\nMemAvailable: 8000000 kB\n");
        put("sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
        tool("kexec", kexec);
        tool("socat", "cat >/dev/null; printf 'HTTP/1.1 200 OK\\r\\n\\r\\n" + answer + "'");
        return run("KEXEC=1; say() { :; }; report() { echo \"$*\"; }; sleep() { :; }; reboot() { echo rebooted; exit 0; }\n"
                + "wget() { echo \"$6\" >&2; printf image >\"$5\"; }\n(obey reboot) 2>&1");
    }

    private static String lines(String kernel, String sum) {
        return "kernel " + kernel + " " + sum + "\\ninitrd /assets/t/i.xz " + SUM + "\\ncommand a=1 b=http://x/talos/t\\n";
    }

    @Test
    void talosIsStartedWithoutARestartOrTheMachineRestarts() throws Exception {
        String base = "http://10.9.0.1:8080/assets/t/";
        String loads = base + "k\n" + base + "i.xz\n";
        assertEquals(loads + "-s -l KERNEL --initrd=INITRD --command-line=a=1 b=http://x/talos/t\n"
                + "Starting Talos without a restart\n-e\nrebooted\n", installs(lines("/assets/t/k", SUM),
                "echo \"$@\" | sed 's|-l [^ ]*/kernel|-l KERNEL|; s|initrd=[^ ]*/initrd|initrd=INITRD|'"));
        assertEquals(loads + "rebooted\n", installs(lines("/assets/t/k", SUM), "exit 1"), "the kernel refuses");
        assertEquals(base + "k\nrebooted\n", installs(lines("/assets/t/k", SUM.replace(SUM.charAt(0), 'f')),
                "echo never"), "another file");
        for (String odd : List.of(lines("/assets/../k", SUM), lines("/etc/passwd", SUM), lines("/assets/t/$(id)", SUM),
                lines("/assets/t/k", SUM.substring(1)), "kernel\\n", "", "rubbish")) {
            assertEquals("rebooted\n", installs(odd, "echo never"), odd);
        }
    }

    @Test
    void nothingIsStartedWithoutARestartWhereItIsNotAskedForOrNotAllowed() throws Exception {
        String answer = lines("/assets/t/k", SUM);
        installs(answer, "echo never");
        String rest = "say() { :; }; report() { echo \"$*\"; }; reboot() { echo rebooted; exit 0; }; sleep() { :; }\n"
                + "wget() { echo never; }\n(obey reboot) 2>&1";
        assertEquals("rebooted\n", run(rest), "not asked for");
        put("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
        assertEquals("rebooted\n", run("KEXEC=1; " + rest), "locked down");
        put("sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
        put("proc/sys/kernel/kexec_load_disabled", "1\n");
        assertEquals("rebooted\n", run("KEXEC=1; " + rest), "switched off");
        put("proc/sys/kernel/kexec_load_disabled", "0\n");
        put("proc/meminfo", "MemAvailable: 900000 kB\n");
        assertEquals("rebooted\n", run("KEXEC=1; " + rest), "too little memory");
    }
}
