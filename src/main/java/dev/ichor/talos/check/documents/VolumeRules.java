package dev.ichor.talos.check.documents;

import dev.ichor.talos.Contract;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Volumes: where they are, how large, and how they are encrypted. */
final class VolumeRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,34}");
    private static final Set<String> OWN = Set.of("UserVolumeConfig", "RawVolumeConfig", "SwapVolumeConfig");
    private static final List<String> SYSTEM = List.of("STATE", "EPHEMERAL", "IMAGECACHE");
    private static final List<String> SYSTEM_SINCE_14 =
            List.of("STATE", "EPHEMERAL", "IMAGECACHE", "ETCD", "CRI", "KUBELET", "LOG");
    private static final Set<String> TYPES = Set.of("partition", "disk", "directory");
    private static final List<String> METHODS = List.of("static", "nodeID", "kms", "tpm");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final String UNITS = "kmgtpe";

    private VolumeRules() {
    }

    static void check(Scope scope, String kind, Part document) {
        if (OWN.contains(kind)) {
            if (!NAME.matcher(document.at("name").text()).matches()) {
                document.at("name").error("no name of a volume", "Write 1 to 34 letters, digits and hyphens");
            }
            own(document, document.at("volumeType").isEmpty() ? "partition" : document.at("volumeType").text());
            keys(document.at("encryption"));
        } else if (kind.equals("VolumeConfig")) {
            system(document, scope.since(Contract.V1_14) ? SYSTEM_SINCE_14 : SYSTEM);
            keys(document.at("encryption"));
        }
    }

    private static void own(Part document, String type) {
        Part provisioning = document.at("provisioning");
        if (!TYPES.contains(type)) {
            document.at("volumeType").error("no such type of volume", "Write partition, disk or directory");
        } else if (type.equals("directory")) {
            List.of("provisioning", "filesystem", "encryption", "mount").stream().map(document::at)
                    .filter(part -> !part.isEmpty())
                    .forEach(part -> part.error("a directory has no such setting", "Remove it"));
        } else {
            if (provisioning.at("diskSelector", "match").isEmpty()) {
                provisioning.at("diskSelector", "match").error("nothing says on which disk the volume is",
                        "Write e.g. disk.serial == \"…\"");
            }
            if (type.equals("disk")) {
                List.of("minSize", "maxSize", "grow").stream().map(provisioning::at).filter(Part::isThere)
                        .forEach(part -> part.error("a volume that is a whole disk has no size", "Remove it"));
            } else if (provisioning.at("minSize").isEmpty() && provisioning.at("maxSize").isEmpty()) {
                provisioning.at("minSize").error("nothing says how large the volume is", "Write minSize or maxSize");
            } else {
                sizes(provisioning);
            }
        }
    }

    private static void system(Part document, List<String> known) {
        Part provisioning = document.at("provisioning");
        if (!known.contains(document.at("name").text())) {
            document.at("name").error("Talos has no such volume", "Write one of "
                    + String.join(", ", known) + ", or use a UserVolumeConfig");
        } else if (document.at("name").text().equals("STATE")) {
            if (!provisioning.isEmpty()) {
                provisioning.error("where STATE is cannot be chosen", "Remove it");
            }
            for (Part key : document.at("encryption", "keys").items()) {
                if (key.at("lockToSTATE").flag()) {
                    key.at("lockToSTATE").error("STATE cannot be locked to itself", "Remove it");
                }
            }
        }
        sizes(provisioning);
    }

    private static void sizes(Part provisioning) {
        Optional<BigInteger> least = bytes(provisioning.at("minSize").text());
        Optional<BigInteger> most = bytes(provisioning.at("maxSize").text());
        if (provisioning.at("minSize").text().startsWith("-")) {
            provisioning.at("minSize").error("a size cannot be negative", "Write e.g. 10GiB");
        } else if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
            provisioning.at("minSize").error("the least size is greater than the greatest", "Change one of them");
        }
    }

    /** Empty for a share of the disk ({@code 50%}), and for what is no size. */
    private static Optional<BigInteger> bytes(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            return Optional.empty();
        }
        String unit = size.group(2).toLowerCase(Locale.ROOT);
        int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit.charAt(0)) + 1;
        BigInteger factor = BigInteger.valueOf(unit.startsWith("i", 1) ? 1024 : 1000).pow(power);
        return Optional.of(new BigDecimal(size.group(1)).multiply(new BigDecimal(factor)).toBigInteger());
    }

    private static void keys(Part encryption) {
        if (encryption.isEmpty()) {
            return;
        }
        if (encryption.at("keys").isEmpty()) {
            encryption.at("keys").error("an encrypted volume needs a key", "Add one, or remove the encryption");
        }
        Set<Long> slots = new HashSet<>();
        for (Part key : encryption.at("keys").items()) {
            if (!slots.add(key.at("slot").number().orElse(0))) {
                key.at("slot").error("two keys have this slot", "Give each key a slot of its own");
            }
            Map<String, Part> methods = key.entries();
            if (METHODS.stream().noneMatch(methods::containsKey)) {
                key.error("nothing says where this key comes from", "Add one of " + String.join(", ", METHODS));
            }
        }
    }
}
