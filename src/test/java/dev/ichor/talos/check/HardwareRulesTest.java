package dev.ichor.talos.check;

import static dev.ichor.machine.arm.DiskRole.IGNORE;
import static dev.ichor.machine.arm.DiskRole.POOL;
import static dev.ichor.machine.arm.DiskRole.SPARE;
import static dev.ichor.machine.arm.DiskRole.SYSTEM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.Contract;
import dev.ichor.talos.Documents;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.node.NodeLayer;
import dev.ichor.talos.node.Rig;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator's patch could do to a machine is found on the configuration that would be served. */
@Timeout(30)
class HardwareRulesTest {
    private static final String VLAN = "apiVersion: v1alpha1\nkind: VLANConfig\nname: v.7\nvlanID: 7\n";

    private static Rig rig(Contract contract) {
        return Rig.of(contract).disk("sys", SYSTEM, 0).disk("pool", POOL, 0).disk("spare", SPARE, 0)
                .disk("other", IGNORE, 0).disk(Rig.nvme("free", 0)).nic(1, 25_000).nic(2, 25_000)
                .nic(3, 1000, false, 1500, 0, "", java.util.Optional.empty());
    }

    private static Configuration made(Rig rig) {
        List<Finding> findings = new ArrayList<>();
        Configuration made = NodeLayer.apply(rig.base(), rig.contract(), rig.input(), findings);
        assertEquals(List.of(), findings);
        assertEquals(List.of(), HardwareRules.check(rig.contract(), rig.input(), made));
        return made;
    }

    /** What is found with the documents added, or the v1alpha1 document's top keys put over those that are there. */
    private static List<Finding> patched(Rig rig, String yaml) {
        Configuration made = made(rig);
        for (Document document : Documents.read(yaml).documents()) {
            made = document.kind().equals(Document.V1ALPHA1)
                    ? made.change(Document.V1ALPHA1, old -> merged(old, document)) : made.with(document);
        }
        return HardwareRules.check(rig.contract(), rig.input(), made);
    }

    private static Document merged(Document old, Document patch) {
        return new Document(merged(old.body(), patch.body()));
    }

    private static Map<String, Object> merged(Map<?, ?> old, Map<?, ?> patch) {
        Map<String, Object> out = new LinkedHashMap<>();
        old.forEach((key, value) -> out.put((String) key, value));
        patch.forEach((key, value) -> {
            if ("".equals(value)) {
                out.remove((String) key);
            } else {
                out.put((String) key, value instanceof Map<?, ?> map && out.get(key) instanceof Map<?, ?> there
                        ? merged(there, map) : value);
            }
        });
        return out;
    }

    private static String errors(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.problem().where()).distinct().collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "law 2 and 7: install {0}")
    @CsvSource(delimiter = '|', value = {
        "disk: /dev/sda | v1alpha1#/machine/install/disk",
        "disk: /dev/nvme0n1 | v1alpha1#/machine/install/disk",
        "disk: /dev/disk/by-path/pci-0000:01:00.0-nvme-1 | v1alpha1#/machine/install/disk",
        "disk: /dev/disk/by-id/nvme-eui.pool | v1alpha1#/machine/install/disk",
        "disk: /dev/disk/by-id/nvme-eui.nowhere | v1alpha1#/machine/install/disk",
        "disk: /dev/disk/by-id/nvme-Fast_S-sys | ''",
        "disk: '', diskSelector: {wwid: eui.sys} | ''",
        "disk: '', diskSelector: {wwid: eui.sys, serial: S-sys, type: nvme, model: Fast} | ''",
        "disk: '', diskSelector: {wwid: 'eui.s*'} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {serial: S-spare} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {type: nvme} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {size: '> 1TB'} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {size: 'much'} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {wwid: eui.sys, size: '>= 1TB'} | ''",
        "disk: '', diskSelector: {wwid: eui.sys, size: '< 1TB'} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {wwid: eui.sys, busPath: '/pci*'} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {uuid: x} | v1alpha1#/machine/install/diskSelector",
        "disk: '', diskSelector: {name: /dev/sda} "
                + "| v1alpha1#/machine/install/diskSelector v1alpha1#/machine/install/diskSelector/name",
        "disk: '', diskSelector: {} | v1alpha1#/machine/install/diskSelector",
        "diskSelector: {wwid: eui.sys} | v1alpha1#/machine/install",
        "disk: '' | v1alpha1#/machine/install",
        "extraKernelArgs: [talos.experimental.wipe=system] | v1alpha1#/machine/install/extraKernelArgs",
    })
    void onlyTheSystemDiskIsInstalledOn(String install, String where) {
        for (Contract contract : List.of(Contract.V1_10, Contract.V1_13)) {
            assertEquals(where, errors(patched(rig(contract), "machine: {install: {" + install + "}}")), install);
        }
    }

    @ParameterizedTest(name = "law 2: unattended {0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "disk.wwid == \"eui.sys\" ; true",
        "disk.serial == \"S-sys\" && disk.size > 1u * TB ; true",
        "disk.wwid == \"eui.pool\" ; false",
        "disk.transport == \"nvme\" ; false",
        "true ; false",
        "system_disk || disk.wwid == \"eui.spare\" ; false",
        "disk.serial == \"S-nobody\" ; false",
        "disk.serial == \"S-sys\" && disk.modalias == \"x\" ; false",
        "disk.bus_path == \"/pci\" ; false",
        "not CEL at all ; false",
    })
    void onlyTheSystemDiskIsInstalledOnUnattended(String match, boolean well) {
        String where = "UnattendedInstallConfig#/provisioning/diskSelector/match";
        assertEquals(well ? "" : where, errors(patched(rig(Contract.V1_14), "apiVersion: v1alpha1\nkind:"
                + " UnattendedInstallConfig\nprovisioning:\n  diskSelector:\n    match: '" + match + "'\n")));
    }

    @Test
    void nothingIsInstalledWithoutASystemDisk() {
        Rig none = Rig.of(Contract.V1_13).disk("pool", POOL, 0).nic(1, 1000);
        Configuration made = none.base().change(Document.V1ALPHA1, document -> merged(document, Documents.read(
                "machine: {install: {disk: /dev/disk/by-id/nvme-eui.pool}}").documents().getFirst()));
        assertEquals("install disk v1alpha1#/machine/install/disk",
                errors(HardwareRules.check(Contract.V1_13, none.input(), made)));
    }

    @ParameterizedTest(name = "law 2: volume {0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "UserVolumeConfig | provisioning: {diskSelector: {match: system_disk}, minSize: 1GiB} | true",
        "UserVolumeConfig | volumeType: directory | true",
        "UserVolumeConfig | provisioning: {diskSelector: {match: '!system_disk'}, minSize: 1GiB} | false",
        "UserVolumeConfig | provisioning: {diskSelector: {match: 'disk.wwid == \"eui.spare\"'}} | false",
        "UserVolumeConfig | provisioning: {diskSelector: {match: 'disk.wwid == \"eui.other\"'}} | false",
        "UserVolumeConfig | provisioning: {diskSelector: {match: 'disk.wwid == \"eui.free\"'}} | false",
        "UserVolumeConfig | provisioning: {diskSelector: {match: 'disk.uuid == \"x\"'}} | false",
        "UserVolumeConfig | {provisioning: {minSize: 1GiB}} | false",
        "UserVolumeConfig | {volumeType: disk, provisioning: {diskSelector: {match: system_disk}}} | false",
        "RawVolumeConfig | provisioning: {diskSelector: {match: 'disk.wwid == \"eui.pool\"'}} | false",
        "SwapVolumeConfig | provisioning: {diskSelector: {match: 'disk.transport == \"nvme\"'}} | false",
        "VolumeConfig | provisioning: {diskSelector: {match: 'disk.wwid == \"eui.pool\"'}} | false",
        "VolumeConfig | provisioning: {diskSelector: {match: 'system_disk'}} | true",
        "VolumeConfig | mount: {secure: true} | true",
        "ExistingVolumeConfig | discovery: {volumeSelector: {match: 'volume.name == \"xfs\"'}} | false",
        "LVMVolumeGroupConfig | physicalVolumes: {} | false",
        "RAIDArrayConfig | level: 1 | false",
    })
    void volumesTouchTheSystemDiskOnly(String kind, String rest, boolean well) {
        String body = rest.startsWith("{") ? rest.substring(1, rest.length() - 1) : rest;
        String yaml = "{apiVersion: v1alpha1, kind: " + kind + ", name: EPHEMERAL, " + body + "}";
        assertEquals(well, errors(patched(rig(Contract.V1_13), yaml)).isEmpty(), yaml);
    }

    @Test
    void disksOfTheOldFormAreRefused() {
        assertEquals("v1alpha1#/machine/disks v1alpha1#/machine/disks/0/device", errors(patched(rig(Contract.V1_10),
                "machine: {disks: [{device: /dev/sdb, partitions: [{mountpoint: /var/mnt/x}]}]}")));
        assertEquals("v1alpha1#/machine/disks", errors(patched(rig(Contract.V1_10),
                "machine: {disks: [{device: /dev/disk/by-id/nvme-eui.spare}]}")));
        assertEquals("", errors(patched(rig(Contract.V1_10), "machine: {disks: []}")));
    }

    @Test
    void law7NoKernelNameStandsAnywhere() {
        assertEquals("ExtensionServiceConfig/x#/environment/0", errors(patched(rig(Contract.V1_13),
                "{apiVersion: v1alpha1, kind: ExtensionServiceConfig, name: x, environment: [D=/dev/nvme1n1p2]}")));
        assertEquals("", errors(patched(rig(Contract.V1_13),
                "cluster: {inlineManifests: [{name: pod, contents: 'path: /dev/sda'}]}")));
    }

    @ParameterizedTest(name = "another Talos on a disk with role {0}")
    @CsvSource({"IGNORE,1", "SPARE,1", "POOL,0", "SYSTEM,0", ",1"})
    void anotherTalosWouldBeStarted(DiskRole role, int expected) {
        Disk blank = Rig.nvme("old", 0);
        Disk old = new Disk(blank.kernelName(), blank.wwid(), blank.serial(), blank.model(), "", "", "", blank.bytes(),
                512, 512, List.of(), blank.transport(), false, false, false, blank.pci(), blank.numa(), blank.health(),
                blank.byId(), List.of(new Contents.Talos(List.of("EFI", "META", "STATE"), "")));
        Rig rig = Rig.of(Contract.V1_13).nic(1, 1000);
        rig = role == SYSTEM ? rig : rig.disk("sys", SYSTEM, 0);
        rig = role == null ? rig.disk(old) : rig.disk(old, role);
        List<Finding> findings = new ArrayList<>();
        Configuration made = NodeLayer.apply(rig.base(), rig.contract(), rig.input(), findings);
        List<Finding> found = HardwareRules.check(rig.contract(), rig.input(), made);
        assertEquals(1, found.size(), found::toString);
        assertEquals(expected, errors(found).isEmpty() ? 0 : 1, found::toString);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "deviceSelector: {permanentAddr: '52:54:00:00:00:02'}, dhcp: true | ``",
        "deviceSelector: {permanentAddr: '52:54:00:00:00:09'}, dhcp: true | /0/deviceSelector",
        "deviceSelector: {permanentAddr: '52:54:00:*'}, dhcp: true | /0/deviceSelector",
        "deviceSelector: {hardwareAddr: '52:54:00:00:00:02'}, mtu: 9216 | ``",
        "deviceSelector: {hardwareAddr: '52:54:00:00:00:02'}, mtu: 9217 | /0/mtu",
        "deviceSelector: {permanentAddr: '52:54:00:00:00:03'}, mtu: 9000 | /0/mtu",
        "deviceSelector: {permanentAddr: '52:54:00:00:00:02'}, vlans: [{vlanId: 4, mtu: 9000}] | /0/vlans/0/mtu",
        "interface: enp2s0, dhcp: true | /0/interface",
        "interface: bond0, bond: {mode: active-backup, interfaces: [enp2s0]} | /0/bond/interfaces",
        "interface: bond0, bond: {mode: active-backup, deviceSelectors: [{permanentAddr: x}]} "
                + "| /0/bond/deviceSelectors/0",
        "interface: br0, bridge: {interfaces: []} | ``",
        "interface: dummy0, dummy: true, addresses: [10.4.0.1/24] | ``",
        "interface: dummy0, dummy: true, addresses: [10.4.0.0/24] | /0/addresses/0",
        "interface: dummy0, dummy: true, addresses: [10.4.0.1/24, 10.4.0.1/24] | /0/addresses/1",
        "interface: dummy0, dummy: true, addresses: [10.4.0.1/240] | /0/addresses/0",
        "interface: dummy0, dummy: true, addresses: [10.4.0.7/24] | /0/addresses/0",
        "interface: dummy0, dummy: true, addresses: ['fd00::1/64'] | ``",
    })
    void linksOfTheOldForm(String entry, String where) {
        Rig rig = rig(Contract.V1_11).other("10.4.0.7", "node-7");
        String found = errors(patched(rig, "machine: {network: {interfaces: [{" + entry + "}]}}"));
        assertEquals(where.isEmpty() ? "" : "v1alpha1#/machine/network/interfaces" + where, found);
    }

    @Test
    void theNicForManagementKeepsAnAddress() {
        assertEquals("network", errors(patched(rig(Contract.V1_11), "machine: {network: {interfaces: "
                + "[{deviceSelector: {permanentAddr: '52:54:00:00:00:01'}, mtu: 1400}]}}")));
        String alias = "apiVersion: v1alpha1\nkind: LinkAliasConfig\nname: a\nselector: {match: "
                + "'mac(link.permanent_addr) == \"52:54:00:00:00:0%d\"'}\n---\n";
        String link = "apiVersion: v1alpha1\nkind: LinkConfig\nname: a\nmtu: 1400\n";
        String dhcp = "---\napiVersion: v1alpha1\nkind: DHCPv4Config\nname: a\n";
        assertEquals("network", errors(patched(rig(Contract.V1_12), String.format(alias, 2) + link)));
        assertEquals("network", errors(patched(rig(Contract.V1_12), String.format(alias, 1) + link)));
        assertEquals("", errors(patched(rig(Contract.V1_12), String.format(alias, 1) + link + dhcp)));
        assertEquals("LinkAliasConfig/a#/selector/match network",
                errors(patched(rig(Contract.V1_12), String.format(alias, 8) + link)));
        assertEquals("LinkAliasConfig/b#", errors(patched(rig(Contract.V1_12), String.format(alias, 1) + link + dhcp
                + "---\n" + String.format(alias, 1).replace("name: a", "name: b").replace("---\n", ""))));
    }

    @Test
    void linksOfTheNewForm() {
        Rig rig = rig(Contract.V1_13).storage(dev.ichor.inventory.StorageNetwork.Link.AUTO, 0, 1500);
        assertEquals("LinkConfig/enp2s0#", errors(patched(rig,
                "{apiVersion: v1alpha1, kind: LinkConfig, name: enp2s0}")));
        assertEquals("VLANConfig/v.7#", errors(patched(rig, VLAN + "parent: enp1s0\n")));
        assertEquals("VLANConfig/v.7#/mtu", errors(patched(rig, VLAN + "parent: stor0\nmtu: 9000\n")));
        assertEquals("", errors(patched(rig, VLAN + "parent: stor0\nmtu: 1400\n")));
        assertEquals("VLANConfig/v.7#/addresses/0", errors(patched(rig, VLAN
                + "parent: stor0\naddresses: [{address: 10.9.0.11/24}]\n")));
        assertEquals("LinkConfig/net0#/mtu", errors(patched(rig,
                "{apiVersion: v1alpha1, kind: LinkConfig, name: net0, mtu: 9000}")));
        assertEquals("Layer2VIPConfig/10.0.0.9#", errors(patched(rig,
                "{apiVersion: v1alpha1, kind: Layer2VIPConfig, name: 10.0.0.9, link: eno1}")));
        assertTrue(patched(rig, "{apiVersion: v1alpha1, kind: LinkAliasConfig, name: x, selector: {match: 'true'}}")
                .stream().anyMatch(finding -> finding.problem().where().startsWith("LinkAliasConfig/x")));
    }
}
