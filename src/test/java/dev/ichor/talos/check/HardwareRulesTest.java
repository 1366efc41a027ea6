package dev.ichor.talos.check;

import static dev.ichor.machine.arm.DiskRole.SPARE;
import static dev.ichor.machine.arm.DiskRole.SYSTEM;
import static dev.ichor.talos.check.Patched.errors;
import static dev.ichor.talos.check.Patched.merged;
import static dev.ichor.talos.check.Patched.patched;
import static dev.ichor.talos.check.Patched.rig;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.Contract;
import dev.ichor.talos.Documents;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.node.NodeLayer;
import dev.ichor.talos.node.Parts;
import dev.ichor.talos.node.Rig;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator's patch could do to a machine is found on the configuration that would be served. */
@Timeout(30)
class HardwareRulesTest {
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
        Rig none = Rig.of(Contract.V1_13).disk("pool", SPARE, 0).nic(1, 1000);
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

    @ParameterizedTest(name = "{0} huge pages")
    @CsvSource({"1024,true", "4096,true", "1023,false", "0,false", "many,false", "32768,false", "-1,false"})
    void hugePagesStayWhatTheEngineNeeds(String pages, boolean well) {
        assertEquals(well ? "" : "v1alpha1#/machine/sysctls/vm.nr_hugepages", errors(patched(rig(Contract.V1_13),
                "machine: {sysctls: {vm.nr_hugepages: '" + pages + "'}}")));
        assertEquals(well ? "" : "SysctlConfig#/params/vm.nr_hugepages", errors(patched(rig(Contract.V1_14),
                "{apiVersion: v1alpha1, kind: SysctlConfig, params: {vm.nr_hugepages: '" + pages + "'}}")));
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
        Disk blank = Parts.nvme("old", 0);
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
}
