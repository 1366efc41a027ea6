package dev.ichor.assets.fetch;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The output of {@code sha256sum}: a hash, a space, a space or {@code *}, a name, in each line. */
record ChecksumList(Map<String, Sha256> byName) {
    ChecksumList {
        byName = Map.copyOf(byName);
    }

    /**
     * Reads a list. Folders in names are dropped, since lists are often made in another folder than they are used in.
     *
     * @throws Malformed for a line of another form, or a name with two hashes
     */
    static ChecksumList parse(String text) throws Malformed {
        Map<String, Sha256> byName = new HashMap<>();
        int number = 0;
        for (String line : text.split("\r?\n")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.matches("[0-9a-fA-F]{64} [ *]\\S.*")) {
                throw new Malformed("line " + number + " is not '<sha256>  <file name>'");
            }
            String name = line.substring(66).strip();
            name = name.substring(name.lastIndexOf('/') + 1);
            Sha256 sha256 = Sha256.parse(line.substring(0, 64));
            Sha256 earlier = byName.putIfAbsent(name, sha256);
            if (earlier != null && !earlier.equals(sha256)) {
                throw new Malformed("line " + number + " names '" + name + "' a second time with another hash");
            }
        }
        return new ChecksumList(byName);
    }

    Optional<Sha256> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
