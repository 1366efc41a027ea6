package dev.ichor.yaml;

import java.util.Optional;

/** The scalar rules of YAML 1.2's core schema (section 10.3.2); a number too large for a long stays text. */
final class Core {
    private static final int LONGEST_NUMBER = 64;

    private Core() {
    }

    static Object value(YamlNode.Scalar scalar) {
        String text = scalar.text();
        if (!scalar.plain()) {
            return text;
        }
        if (scalar.isNull() || text.equals("Null") || text.equals("NULL")) {
            return Optional.empty();
        }
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        try {
            if (text.matches("[-+]?[0-9]+")) {
                return Long.parseLong(text);
            }
            if (text.matches("0o[0-7]+")) {
                return Long.parseLong(text.substring(2), 8);
            }
            if (text.matches("0x[0-9a-fA-F]+")) {
                return Long.parseLong(text.substring(2), 16);
            }
            if (text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException tooLarge) {
            return text;
        }
        return text;
    }
}
