package dev.ichor.talos.patch;

import dev.ichor.talos.document.Document;
import dev.ichor.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Merges one document of a patch into the document of its kind and name, as Talos does (its packages
 * {@code config/merge} and {@code config/configpatcher}, 1.10 to 1.14):
 * <ul>
 * <li>maps are merged by key, lists are appended to, single values are replaced;
 * <li>an empty text or a zero replaces nothing, except where Talos can tell it from "not said";
 * <li>the lists and maps of {@link #REPLACED} are replaced whole;
 * <li>network interfaces are merged by {@code interface} or {@code deviceSelector}, their VLANs by {@code vlanId},
 * admission plugins by {@code name}, files of extension services by {@code mountPath}; a rule of image verification
 * replaces the one of its {@code image};
 * <li>{@code extraArgs} are replaced argument by argument.
 * </ul>
 * Unlike Talos, a size, a selector or a plain flag that the patch does not mention is never lost.
 */
final class StrategicMerge {
    private static final Set<String> REPLACED = Set.of("v1alpha1/cluster/network/podSubnets",
            "v1alpha1/cluster/network/serviceSubnets", "v1alpha1/cluster/apiServer/auditPolicy",
            "KubeNetworkConfig/podSubnets", "KubeNetworkConfig/serviceSubnets", "KubeAuditPolicyConfig/configuration",
            "KubeAuthenticationConfig/configuration", "KubeCredentialProviderConfig/configuration",
            "KubeStaticPodConfig/pod", "CRIBaseRuntimeSpecConfig/overrides", "BGPInstanceConfig/advertise",
            "BGPInstanceConfig/importRoutes", "BGPInstanceConfig/neighbors", "NetworkRuleConfig/ingress",
            "NetworkRuleConfig/portSelector/ports");
    private static final Map<String, List<String>> KEYED = Map.of(
            "v1alpha1/machine/network/interfaces", List.of("interface", "deviceSelector"),
            "v1alpha1/machine/network/interfaces/*/vlans", List.of("vlanId"),
            "v1alpha1/cluster/apiServer/admissionControl", List.of("name"),
            "ExtensionServiceConfig/configFiles", List.of("mountPath"),
            "ImageVerificationConfig/rules", List.of("image"));
    private static final String RULES = "ImageVerificationConfig/rules";
    /** Numbers that Talos holds as pointers, so that a zero says something; not in the v1alpha1 document. */
    private static final Set<String> ZERO_COUNTS = Set.of("miimon", "updelay", "downdelay", "arpInterval",
            "adActorSysPrio", "adUserPortKey", "resendIGMP", "minLinks", "lpInterval", "packetsPerSlave",
            "numPeerNotif", "tlbLogicalLb", "allSlavesActive", "peerNotifDelay", "missedMax", "rx", "tx", "rx-mini",
            "rx-jumbo", "other", "combined", "routePriority", "maxPoolPercent", "apiPort", "uid", "gid", "mirrors",
            "stripes", "primary");

    private final Complaints complaints;
    private final Plain plain;

    StrategicMerge(Complaints complaints) {
        this.complaints = complaints;
        this.plain = new Plain(complaints);
    }

    /** @param body of the document, may be changed */
    void merge(Map<String, Object> body, YamlNode.Map patch, String kind) {
        map(body, patch, kind, "");
    }

    private void map(Map<String, Object> left, YamlNode.Map right, String path, String key) {
        boolean arguments = key.equals("extraArgs");
        right.entries().forEach((name, node) -> {
            Object now = left.get(name);
            boolean texts = Plain.isOfTexts(name) || name.equals("name") && !path.contains("/")
                    || Plain.isOfTexts(key) && !(node instanceof YamlNode.Map);
            if (now == null || arguments) {
                left.put(name, plain.value(node, texts));
            } else {
                value(left, name, now, node, path + "/" + name, texts);
            }
        });
    }

    private void value(Map<String, Object> holder, String name, Object left, YamlNode right, String path,
                       boolean texts) {
        switch (right) {
            case YamlNode.Map map when left instanceof Map<?, ?> && REPLACED.contains(path) -> {
                if (!map.entries().isEmpty()) {
                    holder.put(name, plain.value(map, texts));
                }
            }
            case YamlNode.Map map when left instanceof Map<?, ?> inner -> map(open(inner), map, path, name);
            case YamlNode.Seq seq when left instanceof List<?> list -> {
                if (REPLACED.contains(path)) {
                    holder.put(name, plain.value(seq, texts));
                } else {
                    list(items(list), seq, path, texts);
                }
            }
            case YamlNode.Scalar scalar when !(left instanceof Map<?, ?>) && !(left instanceof List<?>) ->
                scalar(holder, name, left, scalar, path, texts);
            default -> complaints.error(right.mark(), "is " + right.kind() + ", but the configuration has "
                    + (left instanceof Map<?, ?> ? "a map" : left instanceof List<?> ? "a list" : "a single value")
                    + " there", "Correct it, or delete what is there first");
        }
    }

    private void scalar(Map<String, Object> holder, String name, Object left, YamlNode.Scalar right, String path,
                        boolean texts) {
        Object value = plain.scalar(right, texts);
        boolean nothing = value.equals("") || value.equals(0L) || value.equals(0.0);
        boolean counts = ZERO_COUNTS.contains(name) && !path.startsWith(Document.V1ALPHA1 + "/");
        if (!nothing || counts) {
            holder.put(name, value);
        } else if (!left.equals(value)) {
            complaints.warning(right.mark(), "an empty value replaces nothing when Talos merges",
                    "Delete the key with `$patch: delete` if that is meant");
        }
    }

    private void list(List<Object> left, YamlNode.Seq right, String path, boolean texts) {
        List<String> keys = KEYED.getOrDefault(path, List.of());
        for (YamlNode item : right.items()) {
            Optional<Integer> same = item instanceof YamlNode.Map map && !keys.isEmpty() ? same(left, map, keys)
                    : Optional.empty();
            if (same.isEmpty()) {
                left.add(plain.value(item, texts && !(item instanceof YamlNode.Map)));
            } else if (path.equals(RULES)) {
                left.set(same.get(), plain.value(item, false));
            } else {
                map(open((Map<?, ?>) left.get(same.get())), rest(left, same.get(), (YamlNode.Map) item), path + "/*",
                        "");
            }
        }
    }

    /** By the first of the keys that the patch's item has. */
    private Optional<Integer> same(List<Object> left, YamlNode.Map item, List<String> keys) {
        Optional<String> key = keys.stream().filter(item.entries()::containsKey).findFirst();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Object wanted = new Plain(new Complaints()).value(item.entries().get(key.get()), false);
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) instanceof Map<?, ?> map && Objects.equals(map.get(key.get()), wanted)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Without what is equal anyway and would be merged into itself: the selector of an interface. */
    private YamlNode.Map rest(List<Object> left, int index, YamlNode.Map item) {
        Map<String, YamlNode> entries = new LinkedHashMap<>(item.entries());
        entries.computeIfPresent("deviceSelector", (_, node) -> Objects.equals(new Plain(new Complaints())
                .value(node, false), ((Map<?, ?>) left.get(index)).get("deviceSelector")) ? null : node);
        return new YamlNode.Map(item.mark(), entries);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> open(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> items(List<?> list) {
        return (List<Object>) list;
    }
}
