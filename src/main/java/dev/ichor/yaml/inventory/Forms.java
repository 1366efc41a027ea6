package dev.ichor.yaml.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.NodeNames;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.yaml.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How single values of the declared world are written. */
final class Forms {
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_LABELS = 100;
    private static final int MOST_ADDRESSES = 65_536;
    private static final String VERSION = "[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}(-(alpha|beta|rc)\\.[0-9]{1,4})?";
    private static final String LABEL_NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private Forms() {
    }

    static URI endpoint(String text) throws Malformed {
        String example = " (expected https://10.0.0.5:6443)";
        if (!text.contains("://")) {
            throw new Malformed("an endpoint without a scheme" + example);
        }
        try {
            URI uri = new URI(text);
            if (!"https".equals(uri.getScheme())) {
                throw new Malformed("an endpoint that is not https" + example);
            }
            if (uri.getHost() == null || uri.getUserInfo() != null) {
                throw new Malformed("an endpoint without a host" + example);
            }
            if (uri.getPort() < 1 || uri.getPort() > 65_535) {
                throw new Malformed("an endpoint without a port" + example);
            }
            if (!text.equals("https://" + uri.getHost() + ":" + uri.getPort())) {
                throw new Malformed("an endpoint with more than host and port" + example);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new Malformed("not a URL" + example);
        }
    }

    static String version(String text) throws Malformed {
        if (!text.matches("v" + VERSION)) {
            throw new Malformed("not a version (expected v1.2.3)");
        }
        return text;
    }

    static String chartVersion(String text) throws Malformed {
        if (!text.matches(VERSION)) {
            throw new Malformed("not the version of a chart (expected 1.2.3)");
        }
        return text;
    }

    static Subnet subnet(String text) throws Malformed {
        Subnet subnet = Subnet.parse(text);
        if (!subnet.toString().equals(text)) {
            throw new Malformed("has bits beside its prefix (did you mean " + subnet + "?)");
        }
        return subnet;
    }

    static StorageNetwork.Pool pool(String text) throws Malformed {
        String[] ends = text.split("-", -1);
        if (ends.length != 2) {
            throw new Malformed("not a pool (expected 10.0.0.10-10.0.0.99)");
        }
        StorageNetwork.Pool pool = new StorageNetwork.Pool(Ipv4.parse(ends[0].strip()), Ipv4.parse(ends[1].strip()));
        if (pool.size() < 1) {
            throw new Malformed("a pool that ends before it begins");
        }
        if (pool.size() > MOST_ADDRESSES) {
            throw new Malformed("a pool of more than " + MOST_ADDRESSES + " addresses");
        }
        return pool;
    }

    /** Visible ASCII characters, which is what SMBIOS and LLDP show, with {@code *} for any. */
    static String text(String text) throws Malformed {
        if (!text.matches("[\\x20-\\x7e]{1," + LONGEST_TEXT + "}") || text.isBlank()) {
            throw new Malformed("expected 1 to " + LONGEST_TEXT + " plain characters");
        }
        return text;
    }

    /** A disk's serial number, as the disk shows it. */
    static String serial(String text) throws Malformed {
        if (!text.matches("[\\x21-\\x7e]([\\x20-\\x7e]{0,62}[\\x21-\\x7e])?")) {
            throw new Malformed("not a serial number (expected 1 to 64 plain characters)");
        }
        return text;
    }

    static String macPrefix(String text) throws Malformed {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){0,5}")) {
            throw new Malformed("not the beginning of a MAC (expected 52:54:00)");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** Kubernetes labels: key and value as the Kubernetes API takes them. */
    static Map<String, String> labels(Fields parent, String key) {
        Map<String, String> out = new TreeMap<>();
        parent.fields(key).ifPresent(fields -> {
            if (fields.keys().size() > MOST_LABELS) {
                parent.problem(key, "more than " + MOST_LABELS + " labels", "Remove some");
            }
            for (String name : fields.keys()) {
                fields.require(name);
                if (!isLabelKey(name)) {
                    fields.problem(name, "not the key of a Kubernetes label",
                            "Write name or example.org/name: letters, digits, '-', '_' and '.', at most 63");
                }
                fields.parsed(name, Forms::labelValue).ifPresent(value -> out.put(name, value));
            }
        });
        return out;
    }

    private static boolean isLabelKey(String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "x" : key.substring(0, slash);
        return prefix.length() <= 253 && prefix.matches(SUBDOMAIN) && key.substring(slash + 1).matches(LABEL_NAME);
    }

    private static String labelValue(String text) throws Malformed {
        if (!text.isEmpty() && !text.matches(LABEL_NAME)) {
            throw new Malformed("not the value of a Kubernetes label (expected at most 63 letters, digits, '-', '_' and"
                    + " '.')");
        }
        return text;
    }

    /** Zones by switch. */
    static Map<String, String> zones(Fields parent, String key) {
        Map<String, String> out = new TreeMap<>();
        parent.fields(key).ifPresent(fields -> {
            for (String name : fields.keys()) {
                fields.require(name);
                if (!name.matches("[\\x21-\\x7e]{1,200}")) {
                    fields.problem(name, "not the name of a switch", "Write its LLDP system name");
                }
                fields.parsed(name, NodeNames::label).ifPresent(zone -> out.put(name, zone));
            }
        });
        return out;
    }
}
