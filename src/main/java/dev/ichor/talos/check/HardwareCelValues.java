package dev.ichor.talos.check;

import dev.ichor.base.Malformed;
import dev.ichor.machine.hardware.Disk;
import java.util.List;
import java.util.Set;

/** What a CEL expression may ask of one disk, and how values behave. */
record HardwareCelValues(Disk disk, boolean isSystem) {
    static final Set<String> METHODS = Set.of("startsWith", "endsWith", "contains");
    private static final Set<String> FIELDS = Set.of("size", "sector_size", "readonly", "model", "serial", "wwid",
            "transport", "rotational", "cdrom");
    private static final Set<String> OF_ONE_BOOT = Set.of("dev_path", "bus_path", "symlinks");

    /** @throws Malformed if the field is not one that can be checked */
    static void known(String field) throws Malformed {
        if (OF_ONE_BOOT.contains(field)) {
            throw new Malformed("disk." + field + " is a name or a place of one boot, not the disk's own");
        }
        if (!FIELDS.contains(field)) {
            throw new Malformed("cannot evaluate disk." + field);
        }
    }

    Object field(String field) throws Malformed {
        return switch (field) {
            case "size" -> disk.bytes();
            case "sector_size" -> (long) disk.logical();
            case "readonly" -> disk.readOnly();
            case "model" -> disk.model();
            case "serial" -> disk.serial();
            case "wwid" -> disk.wwid();
            case "transport" -> transport();
            case "rotational" -> disk.rotational();
            case "cdrom" -> false;
            default -> throw new Malformed("cannot evaluate disk." + field);
        };
    }

    private String transport() throws Malformed {
        return switch (disk.transport()) {
            case NVME, NVME_FABRICS -> "nvme";
            case SATA -> "sata";
            case SAS -> "sas";
            case VIRTIO -> "virtio";
            case USB -> "usb";
            case OTHER -> throw new Malformed("how disk " + disk.id() + " is attached is not known");
        };
    }

    static boolean truth(Object value) throws Malformed {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new Malformed("'" + value + "' is neither true nor false");
    }

    static String text(Object value) throws Malformed {
        if (value instanceof String text) {
            return text;
        }
        throw new Malformed("'" + value + "' is not a text");
    }

    static boolean compare(String sign, Object left, Object right) throws Malformed {
        if (sign.equals("in") && right instanceof List<?> list) {
            return list.contains(left);
        }
        if (left.getClass() != right.getClass() || left instanceof List<?>) {
            throw new Malformed("cannot compare '" + left + "' with '" + right + "'");
        }
        boolean equality = sign.equals("==") || sign.equals("!=");
        if (equality) {
            return left.equals(right) == sign.equals("==");
        }
        if (!(left instanceof Long one) || !(right instanceof Long other)) {
            throw new Malformed("cannot order '" + left + "' and '" + right + "'");
        }
        int order = one.compareTo(other);
        return switch (sign) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new Malformed("cannot evaluate '" + sign + "'");
        };
    }

    static long product(Object left, Object right) throws Malformed {
        if (left instanceof Long one && right instanceof Long other) {
            try {
                return Math.multiplyExact(one, other);
            } catch (ArithmeticException e) {
                throw new Malformed("the number is too large");
            }
        }
        throw new Malformed("cannot multiply '" + left + "' and '" + right + "'");
    }

    static boolean method(String name, Object subject, Object argument) throws Malformed {
        return switch (name) {
            case "startsWith" -> text(subject).startsWith(text(argument));
            case "endsWith" -> text(subject).endsWith(text(argument));
            case "contains" -> text(subject).contains(text(argument));
            default -> throw new Malformed("cannot evaluate ." + name + "(…)");
        };
    }
}
