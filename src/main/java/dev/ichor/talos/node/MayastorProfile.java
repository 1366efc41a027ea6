package dev.ichor.talos.node;

import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What Mayastor needs of a node. Any node may mount a volume, so each loads {@code nvme_tcp} and prepares local
 * volumes; huge pages and {@code nvmet_tcp} are for those with pools.
 */
final class MayastorProfile {
    static final String VOLUME = "openebs";
    private static final String FOLDER = "/var/local";
    private static final int PODS = 200;
    private static final List<String> NAMESPACES = List.of("openebs", "mayastor");
    private static final String ADMISSION = "PodSecurity";

    private MayastorProfile() {
    }

    static void write(Sheet sheet) {
        pods(sheet);
        if (!sheet.input.cluster().mayastor().enabled()) {
            return;
        }
        boolean storage = IoCores.isStorage(sheet.input);
        if (storage) {
            Hugepages.write(sheet);
        }
        modules(sheet, storage && sheet.input.cluster().mayastor().nvmetTcp()
                ? List.of("nvme_tcp", "nvmet_tcp") : List.of("nvme_tcp"));
        localVolumes(sheet);
        if (sheet.input.node().type() == NodeType.CONTROLPLANE) {
            exemption(sheet);
        }
    }

    private static void pods(Sheet sheet) {
        OptionalInt said = sheet.input.cluster().plan().maxPods();
        if (said.isEmpty() && !sheet.input.cluster().mayastor().enabled()) {
            return;
        }
        if (sheet.since(Contract.V1_14)) {
            sheet.put("KubeletConfig", said.orElse(PODS), "config", "maxPods");
        } else {
            sheet.put(Document.V1ALPHA1, said.orElse(PODS), "machine", "kubelet", "extraConfig", "maxPods");
        }
    }

    /** Newer Talos has {@code nvme_tcp} in its kernel; to name it does no harm there. */
    private static void modules(Sheet sheet, List<String> names) {
        if (sheet.since(Contract.V1_14)) {
            names.stream().filter(name -> sheet.made().find("KernelModuleConfig", name).isEmpty()).forEach(
                    name -> sheet.document(Document.of("KernelModuleConfig", Sheet.entries("name", name))));
        } else {
            sheet.change(Document.V1ALPHA1, old -> {
                List<Object> out = new ArrayList<>(old instanceof List<?> list ? list : List.of());
                names.stream().filter(name -> out.stream().noneMatch(module -> module instanceof Map<?, ?> map
                        && name.equals(map.get("name")))).forEach(name -> out.add(Sheet.entries("name", name)));
                return out;
            }, "machine", "kernel", "modules");
        }
    }

    private static void localVolumes(Sheet sheet) {
        String where = sheet.cluster("/mayastor/local");
        LocalVolume local = sheet.input.cluster().mayastor().local();
        boolean mounts = !sheet.since(Contract.V1_14);
        switch (local) {
            case AUTO -> {
                if (mounts) {
                    mount(sheet);
                } else {
                    volume(sheet);
                }
            }
            case MOUNT -> {
                if (mounts) {
                    mount(sheet);
                } else {
                    sheet.error(where, "the kubelet's document of Talos " + sheet.contract + " knows no mounts",
                            "Use local: volume");
                }
            }
            case VOLUME -> {
                if (sheet.since(Contract.V1_12)) {
                    volume(sheet);
                } else {
                    sheet.error(where, "a folder as user volume needs Talos 1.12 or later", "Use local: mount");
                }
            }
            case NONE -> { }
        }
    }

    private static void mount(Sheet sheet) {
        sheet.add(Document.V1ALPHA1, List.of(Sheet.entries("destination", FOLDER, "type", "bind", "source", FOLDER,
                "options", List.of("bind", "rshared", "rw"))), "machine", "kubelet", "extraMounts");
    }

    private static void volume(Sheet sheet) {
        sheet.document(Document.of("UserVolumeConfig", Sheet.entries("name", VOLUME, "volumeType", "directory")));
    }

    /** Mayastor's pods are privileged; the base's admission rule would refuse them. */
    private static void exemption(Sheet sheet) {
        if (sheet.since(Contract.V1_14)) {
            if (sheet.made().find("KubeAdmissionControlConfig", ADMISSION).isPresent()) {
                sheet.document(new Document(exempted(sheet.made().find("KubeAdmissionControlConfig", ADMISSION)
                        .orElseThrow().body())));
            }
            return;
        }
        sheet.change(Document.V1ALPHA1, old -> old instanceof List<?> plugins ? plugins.stream().map(plugin ->
                plugin instanceof Map<?, ?> map && ADMISSION.equals(map.get("name")) ? exempted(map) : plugin).toList()
                : old, "cluster", "apiServer", "admissionControl");
    }

    private static Map<String, Object> exempted(Map<?, ?> plugin) {
        Map<String, Object> configuration = copy(plugin.get("configuration"));
        Map<String, Object> exemptions = copy(configuration.get("exemptions"));
        List<Object> namespaces = new ArrayList<>(exemptions.get("namespaces") instanceof List<?> list ? list
                : List.of());
        NAMESPACES.stream().filter(name -> !namespaces.contains(name)).forEach(namespaces::add);
        exemptions.put("namespaces", namespaces);
        configuration.put("exemptions", exemptions);
        Map<String, Object> out = copy(plugin);
        out.put("configuration", configuration);
        return out;
    }

    private static Map<String, Object> copy(Object value) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> out.put((String) key, entry));
        }
        return out;
    }
}
