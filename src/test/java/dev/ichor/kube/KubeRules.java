package dev.ichor.kube;

import dev.ichor.kube.KubeAnswer.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the stand-in refuses, and what it fills in. Callers hold the lock of the objects. */
final class KubeRules {
    private static final Map<String, Set<String>> POOL_KEYS = Map.of(
            "v1beta2", Set.of("node", "disks", "topology"),
            "v1beta3", Set.of("node", "disks", "topology", "encryptionConfig", "clusterSize", "maxExpansion"));
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private final KubeObjects objects;
    private final Rack rack;

    KubeRules(KubeObjects objects, Rack rack) {
        this.objects = objects;
        this.rack = rack;
    }

    void create(KubeTarget target, Map<String, Object> object) {
        same(target, "apiVersion", Tree.text(object, "apiVersion"), target.type().apiVersion());
        same(target, "kind", Tree.text(object, "kind"), target.type().kind());
        if (!target.name().matches("[a-z0-9]([-a-z0-9.:]{0,251}[a-z0-9])?")) {
            throw Refused.invalid(target, "metadata.name: a lowercase RFC 1123 subdomain is needed");
        }
        if (target.type().namespaced() && objects.get("namespaces", "", target.namespace()).isEmpty()) {
            throw new Refused(404, "NotFound", "namespaces \"" + target.namespace() + "\" not found");
        }
        admit(target);
        if (target.type().kind().equals("Pod")) {
            podSecurity(target.namespace(), Tree.mapAt(object, "spec")).ifPresent(why -> {
                throw Refused.forbidden(target, why);
            });
        }
        values(target, object);
    }

    private static void same(KubeTarget target, String field, String found, String wanted) {
        if (!found.isEmpty() && !found.equals(wanted)) {
            throw new Refused(400, "BadRequest", field + " in the data (" + found + ") does not match the expected "
                    + wanted + " of " + target.name());
        }
    }

    private void admit(KubeTarget target) {
        Trouble trouble = switch (target.type().kind()) {
            case "Namespace" -> Trouble.NAMESPACE_FORBIDDEN;
            case "StorageClass" -> target.name().matches("mayastor-(single|replicated)")
                    ? Trouble.CLASSES_FORBIDDEN : null;
            case "PrometheusRule" -> Trouble.ALERTS_REFUSED;
            default -> null;
        };
        if (trouble != null && rack.has(trouble)) {
            throw Refused.forbidden(target, "admission webhook \"rules.example.test\" denied the request");
        }
    }

    /** Why a pod may not be in a namespace that enforces the baseline, as Talos does where no label says otherwise. */
    Optional<String> podSecurity(String namespace, Map<String, Object> spec) {
        Set<String> wrong = new TreeSet<>();
        if (Boolean.TRUE.equals(spec.get("hostNetwork"))) {
            wrong.add("host namespaces (hostNetwork=true)");
        }
        if (Tree.listAt(spec, "volumes").stream().anyMatch(volume -> Tree.at(volume, "hostPath") != null)) {
            wrong.add("hostPath volumes");
        }
        if (Tree.listAt(spec, "containers").stream().anyMatch(one -> Boolean.TRUE.equals(Tree.at(one, "securityContext",
                "privileged")))) {
            wrong.add("privileged");
        }
        boolean privileged = objects.get("namespaces", "", namespace).map(one -> Tree.text(one, "metadata", "labels",
                ENFORCE)).filter("privileged"::equals).isPresent();
        return wrong.isEmpty() || privileged ? Optional.empty()
                : Optional.of("violates PodSecurity \"baseline:latest\": " + String.join(", ", wrong));
    }

    void change(KubeTarget target, Map<String, Object> old, Map<String, Object> edited) {
        admit(target);
        List<String> fixed = switch (target.type().kind()) {
            case "StorageClass" -> List.of("provisioner", "parameters", "reclaimPolicy", "volumeBindingMode");
            case "PersistentVolumeClaim" -> List.of("spec.storageClassName", "spec.accessModes", "spec.volumeMode");
            case "Pod" -> List.of("spec.containers", "spec.volumes", "spec.nodeName", "spec.restartPolicy");
            case "Job" -> List.of("spec.template", "spec.selector");
            case "DaemonSet", "Deployment" -> List.of("spec.selector");
            case "StatefulSet" -> List.of("spec.selector", "spec.serviceName", "spec.volumeClaimTemplates");
            case "DiskPool" -> List.of("spec.node", "spec.disks", "spec.maxExpansion");
            default -> List.of();
        };
        for (String field : fixed) {
            String[] path = field.split("\\.");
            if (!Objects.equals(Tree.at(old, path), Tree.at(edited, path))) {
                throw Refused.invalid(target, field + ": Forbidden: field is immutable");
            }
        }
        values(target, edited);
    }

    private static void values(KubeTarget target, Map<String, Object> object) {
        if (target.type().kind().equals("StorageClass")) {
            Tree.mapAt(object, "parameters").forEach((key, value) -> text(target, "parameters." + key, value));
        }
        Tree.mapAt(object, "metadata", "labels").forEach((key, value) -> text(target, "metadata.labels." + key, value));
        Tree.mapAt(object, "metadata", "annotations").forEach((key, value) -> text(target, "metadata.annotations."
                + key, value));
        if (target.type().kind().equals("DiskPool")) {
            Map<String, Object> spec = Tree.mapAt(object, "spec");
            Set<String> known = POOL_KEYS.getOrDefault(target.type().version(), Set.of());
            spec.keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
                throw new Refused(400, "BadRequest", "strict decoding error: unknown field \"spec." + key + "\"");
            });
            if (Tree.text(spec, "node").isEmpty() || Tree.listAt(spec, "disks").isEmpty()) {
                throw Refused.invalid(target, "spec.node, spec.disks: Required value");
            }
            spec.forEach((key, value) -> {
                if (key.equals("node") || key.equals("clusterSize") || key.equals("maxExpansion")) {
                    text(target, "spec." + key, value);
                }
            });
        }
    }

    private static void text(KubeTarget target, String field, Object value) {
        if (!(value instanceof String) && value != null) {
            throw Refused.invalid(target, field + ": must be of type string: \"" + value + "\"");
        }
    }

    Map<String, Object> defaults(KubeTarget target, Map<String, Object> object) {
        switch (target.type().kind()) {
            case "Namespace" -> {
                Tree.child(Tree.child(object, "metadata"), "labels").put("kubernetes.io/metadata.name", target.name());
                object.put("status", Tree.of("phase", "Active"));
            }
            case "Pod" -> {
                Tree.child(object, "spec").putIfAbsent("restartPolicy", "Always");
                object.put("status", Tree.of("phase", "Pending"));
            }
            case "DaemonSet", "StatefulSet" -> Tree.child(Tree.child(object, "spec"), "updateStrategy")
                    .putIfAbsent("type", "RollingUpdate");
            case "PersistentVolumeClaim" -> {
                objects.all("storageclasses.storage.k8s.io").filter(one -> Tree.text(one, "metadata", "annotations",
                        "storageclass.kubernetes.io/is-default-class").equals("true")).findFirst().ifPresent(one ->
                                Tree.child(object, "spec").putIfAbsent("storageClassName", Tree.text(one, "metadata",
                                        "name")));
                object.put("status", Tree.of("phase", "Pending"));
                Tree.child(object, "metadata").put("finalizers", List.of("kubernetes.io/pvc-protection"));
            }
            case "Secret" -> Tree.mapAt(object, "stringData").forEach((key, value) -> Tree.child(object, "data").put(
                    key, Base64.getEncoder().encodeToString(value.toString().getBytes(StandardCharsets.UTF_8))));
            case "StorageClass" -> {
                object.putIfAbsent("reclaimPolicy", "Delete");
                object.putIfAbsent("volumeBindingMode", "Immediate");
            }
            default -> {
            }
        }
        return object;
    }
}
