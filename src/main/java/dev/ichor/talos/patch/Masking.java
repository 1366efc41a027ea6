package dev.ichor.talos.patch;

import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes secrets out of a configuration, by the paths at which Talos keeps them and by their names: tokens and secrets
 * of machine and cluster, keys beside certificates, of the service account, of etcd's encryption, passphrases of
 * volumes, registry logins, WireGuard keys. Private keys are found in any text. The contents of files and manifests
 * and the values of HTTP headers are hidden whole, since nobody knows what they hold. Certificates and the cluster's
 * id are public, and what is empty stays empty.
 */
public final class Masking {
    /** What stands in place of a secret. */
    public static final String MASK = "(secret)";

    private final Set<String> found = new LinkedHashSet<>();

    private Masking() {
    }

    public static Configuration of(Configuration configuration) {
        return new Masking().all(configuration);
    }

    /** The texts that {@link #of} hides, for those who must not let them through elsewhere either. */
    public static Set<String> secrets(Configuration configuration) {
        Masking masking = new Masking();
        masking.all(configuration);
        return masking.found;
    }

    private Configuration all(Configuration configuration) {
        return new Configuration(configuration.documents().stream()
                .map(document -> new Document(map(document.body(), document.kind()))).toList());
    }

    private Map<String, Object> map(Map<?, ?> map, String parent) {
        Map<String, Object> out = new LinkedHashMap<>();
        boolean named = map.get("name") instanceof String name && Secrecy.name(name);
        map.forEach((key, value) -> {
            String word = (String) key;
            boolean secret = Secrecy.name(word) || Secrecy.contents(word, parent) || named && word.equals("value")
                    || Secrecy.privateKey(word, map.keySet(), parent);
            out.put(word, value(value, word, secret));
        });
        return out;
    }

    private Object value(Object value, String key, boolean secret) {
        return switch (value) {
            case Map<?, ?> map -> map(map, key);
            case List<?> list -> {
                List<Object> out = new ArrayList<>();
                list.forEach(item -> out.add(value(item, key, secret && !(item instanceof Map))));
                yield out;
            }
            case String text -> text(text, secret);
            case Boolean flag -> flag;
            default -> secret ? hidden(value.toString()) : value;
        };
    }

    private String text(String text, boolean secret) {
        if (text.isEmpty()) {
            return text;
        }
        if (secret || Secrecy.pem(text)) {
            return hidden(text);
        }
        String inside = Secrecy.inside(text);
        if (!inside.equals(text)) {
            found.add(text);
        }
        return inside;
    }

    private String hidden(String text) {
        found.add(text);
        return MASK;
    }
}
