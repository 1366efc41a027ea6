package dev.ichor.cli;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Logging;
import dev.ichor.store.Database;
import dev.ichor.store.talos.SealedColumns;
import dev.ichor.vault.SealKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Finds the key that the clusters' secrets are sealed with, and makes it at the first start. */
final class SealKeys {
    private static final String COMPONENT = "seal key";

    private SealKeys() {
    }

    /** Where the appliance keeps a key of its own. */
    static Path own(ApplianceConfig config) {
        return config.state().resolve("seal-key");
    }

    /** Of a setting, systemd, and the appliance's own, the first; empty if there is none. */
    private static Optional<Path> file(ApplianceConfig config, Map<String, String> environment) {
        return SealKey.locate(config.secrets().sealKey(), environment)
                .or(() -> Optional.of(own(config)).filter(Files::exists));
    }

    private static Optional<SealKey> read(ApplianceConfig config, Map<String, String> environment, Path file,
                                          Problems problems) {
        boolean credential = config.secrets().sealKey().isEmpty() && SealKey.locate(Optional.empty(), environment)
                .isPresent();
        return SealKey.read(file, !credential, problems);
    }

    /**
     * Lists what is wrong with the key. Changes nothing, also while the appliance runs.
     *
     * @return where the key is; empty if the start would make one, or there is a problem
     */
    static Optional<Path> check(ApplianceConfig config, Map<String, String> environment, Problems problems) {
        Set<String> needed = SealedColumns.keys(config.state()).orElse(Set.of());
        Optional<Path> file = file(config, environment);
        if (file.isEmpty()) {
            missing(config, needed).ifPresent(problem -> problems.addAll(List.of(problem)));
            return file;
        }
        Problems own = new Problems();
        read(config, environment, file.get(), own).flatMap(key -> wrong(key, file.get(), needed))
                .ifPresent(problem -> own.addAll(List.of(problem)));
        problems.addAll(own.list());
        return own.isEmpty() ? file : Optional.empty();
    }

    private static Optional<Problem> missing(ApplianceConfig config, Set<String> needed) {
        return needed.isEmpty() ? Optional.empty() : Optional.of(new Problem(COMPONENT, "the secrets in the database "
                + "are sealed with the key " + String.join(", ", needed) + ", and there is no key", "Put back the file "
                + own(config) + ", or name the file in secrets.seal-key, or give the service the credential "
                + SealKey.CREDENTIAL));
    }

    private static Optional<Problem> wrong(SealKey key, Path file, Set<String> needed) {
        return needed.isEmpty() || needed.equals(Set.of(key.id())) ? Optional.empty()
                : Optional.of(new Problem(COMPONENT, "the secrets in the database are sealed with the key "
                + String.join(", ", needed) + ", but " + file + " is the key " + key.id(),
                "Put back the key file that was in use, or re-key with both: ichor rekey --from OLD --to NEW"));
    }

    /** What a person should know of a key without fault. */
    static List<Problem> notes(ApplianceConfig config, Optional<Path> file) {
        return file.filter(own(config)::equals).map(own -> List.of(new Problem(COMPONENT, own + " lies beside the "
                + "database that it seals", "Keep a copy of it apart from backups of " + config.state()
                + ", or name a file elsewhere in secrets.seal-key"))).orElse(List.of());
    }

    /**
     * The key, found or, if nothing was ever sealed, made.
     *
     * @throws Failure with everything that is wrong; the database is closed then
     */
    static SealKey open(ApplianceConfig config, Map<String, String> environment, Database database) {
        Problems problems = new Problems();
        Optional<SealKey> key = Optional.empty();
        try {
            Set<String> needed = database.reading(SealedColumns::keys);
            Optional<Path> file = file(config, environment);
            key = file.isPresent() ? read(config, environment, file.get(), problems)
                    : needed.isEmpty() ? Optional.of(made(own(config))) : Optional.empty();
            Optional<Problem> trouble = file.isEmpty() ? missing(config, needed)
                    : key.flatMap(found -> wrong(found, file.get(), needed));
            trouble.ifPresent(problem -> problems.addAll(List.of(problem)));
        } catch (IOException e) {
            problems.add(COMPONENT, own(config) + " cannot be made (" + e.getMessage() + ")",
                    "Check the owner and mode of " + config.state());
        }
        if (!problems.isEmpty() || key.isEmpty()) {
            database.close();
            throw Failure.of("serve cannot start", problems.list());
        }
        return key.get();
    }

    /** On the disk before anything is sealed with it. */
    private static SealKey made(Path file) throws IOException {
        byte[] bytes = new byte[SealKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(bytes));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        try {
            SealKey key = SealKey.of(bytes);
            LoggerFactory.getLogger(Logging.ALWAYS).info("seal-key-made file={} id={} note=\"keep a copy apart from "
                    + "backups of the state folder\"", file, key.id());
            return key;
        } catch (Malformed e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
