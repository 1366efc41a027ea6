package dev.ichor.yaml.inventory;

/**
 * JSON that a YAML reader takes too. Nearly all JSON is YAML; what our YAML reader does not take is tabs between
 * values, a line break before a colon, and an escaped slash. Lines stay where they are.
 */
final class JsonText {
    private JsonText() {
    }

    /** The text as it is unless it starts like a JSON object. */
    static String asYaml(String text) {
        return text.stripLeading().startsWith("{") ? new Walk(text).walk() : text;
    }

    private static final class Walk {
        private final String text;
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder space = new StringBuilder();

        Walk(String text) {
            this.text = text;
        }

        String walk() {
            boolean quoted = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quoted && c == '\\' && i + 1 < text.length()) {
                    i++;
                    out.append(text.charAt(i) == '/' ? "/" : "\\" + text.charAt(i));
                } else if (quoted) {
                    out.append(c);
                    quoted = c != '"';
                } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                    space.append(c == '\t' ? ' ' : c);
                } else {
                    quoted = c == '"';
                    plain(c);
                }
            }
            return out.append(space).toString();
        }

        private void plain(char c) {
            if (c == ':' && !space.isEmpty()) {
                out.append(c).append(space);
            } else {
                out.append(space).append(c);
            }
            space.setLength(0);
        }
    }
}
