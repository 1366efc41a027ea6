package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Settings;
import dev.ichor.store.Database;
import dev.ichor.store.Rows;
import dev.ichor.vault.Seal;
import dev.ichor.vault.SealKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The key of the secrets at the start, and its change. */
@Timeout(120)
class SealKeysTest {
    @TempDir
    Path folder;

    private Path state() {
        return folder.resolve("state");
    }

    private ApplianceConfig config(String... setting) {
        Problems problems = new Problems();
        Map<String, String> flags = setting.length == 0 ? Map.of("state", state().toString())
                : Map.of("state", state().toString(), "secrets.seal-key", setting[0]);
        ApplianceConfig config = Settings.read(Optional.empty(), Map.of(), flags, problems);
        assertEquals(List.of(), problems.list());
        return config;
    }

    private Path keyFile(String name, int seed) throws IOException {
        byte[] bytes = new byte[SealKey.BYTES];
        new Random(seed).nextBytes(bytes);
        return Files.setPosixFilePermissions(Files.write(folder.resolve(name), bytes),
                PosixFilePermissions.fromString("rw-------"));
    }

    private static SealKey read(Path file) {
        return SealKey.read(file, true, new Problems()).orElseThrow();
    }

    private SealKey start(ApplianceConfig config, Map<String, String> environment) {
        Database database = Database.open(state());
        SealKey key = SealKeys.open(config, environment, database);
        database.close();
        return key;
    }

    private static String failed(ApplianceConfig config, Map<String, String> environment, Path state) {
        Database database = Database.open(state);
        String said = assertThrows(Failure.class, () -> SealKeys.open(config, environment, database)).getMessage();
        Database.open(state).close();
        return said;
    }

    private static String checked(ApplianceConfig config) {
        Problems problems = new Problems();
        SealKeys.check(config, Map.of(), problems);
        return String.join("\n", problems.list().stream().map(Problem::toString).toList());
    }

    private void seal(SealKey key) {
        try (Database database = Database.open(state())) {
            database.inTransaction(connection -> Rows.run(connection, "INSERT INTO cluster_secrets VALUES ('a', ?, ?,"
                    + " 'GENERATED', 0)", Seal.seal(key, "a", new byte[9], new SecureRandom()), key.id()));
        }
    }

    @Test
    void theFirstStartMakesAKeyForTheOwnerAlone() throws IOException {
        assertEquals("", checked(config()));
        assertFalse(Files.exists(state()), "a check changes nothing");
        SealKey made = start(config(), Map.of());
        Path file = state().resolve("seal-key");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(made.id(), read(file).id());
        assertEquals(made.id(), start(config(), Map.of()).id());
        Problems problems = new Problems();
        assertTrue(SealKeys.notes(config(), SealKeys.check(config(), Map.of(), problems)).getFirst().what()
                .endsWith("lies beside the database that it seals"));
        assertTrue(problems.isEmpty());
    }

    @Test
    void theSettingComesBeforeSystemdAndThatBeforeTheOwn() throws IOException {
        SealKey own = start(config(), Map.of());
        Path set = keyFile("set", 1);
        Path credential = keyFile(SealKey.CREDENTIAL, 2);
        Map<String, String> systemd = Map.of("CREDENTIALS_DIRECTORY", folder.toString());
        Files.setPosixFilePermissions(credential, PosixFilePermissions.fromString("r--r-----"));
        assertEquals(read(set).id(), start(config(set.toString()), systemd).id());
        assertFalse(start(config(), systemd).id().equals(own.id()), "systemd's");
        assertEquals(own.id(), start(config(), Map.of()).id());
        assertEquals(List.of(), SealKeys.notes(config(), Optional.of(set)));
    }

    @Test
    void aMissingOrWrongKeyIsOneClearErrorBeforeAnythingStarts() throws IOException {
        Path one = keyFile("one", 1);
        Path two = keyFile("two", 2);
        seal(read(one));
        String missing = "the secrets in the database are sealed with the key " + read(one).id() + ", and there is no "
                + "key. Put back the file " + state().resolve("seal-key") + ", or name the file in secrets.seal-key, or "
                + "give the service the credential ichor.seal-key";
        assertEquals("seal key: " + missing, checked(config()));
        assertTrue(failed(config(), Map.of(), state()).contains(missing));
        assertFalse(Files.exists(state().resolve("seal-key")), "none is made");
        String wrong = "sealed with the key " + read(one).id() + ", but " + two + " is the key " + read(two).id()
                + ". Put back the key file that was in use, or re-key with both: ichor rekey --from OLD --to NEW";
        assertTrue(checked(config(two.toString())).endsWith(wrong), checked(config(two.toString())));
        assertTrue(failed(config(two.toString()), Map.of(), state()).contains(wrong));
        assertTrue(checked(config(folder.resolve("none").toString())).contains("there is no seal key"));
        Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(checked(config(one.toString())).contains("chmod 600"));
        Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rw-------"));
        assertEquals("", checked(config(one.toString())));
        assertEquals(read(one).id(), start(config(one.toString()), Map.of()).id());
    }

    @Test
    void checkTellsOfItWithEverythingElse() throws IOException {
        Path open = keyFile("open", 1);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw----"));
        StringWriter out = new StringWriter();
        assertEquals(ExitCode.FAILED, Ichor.run(new String[] {"check", "--no-probe", "--set", "state=" + state(),
            "--set", "secrets.seal-key=" + open, "--set", "interface=none-such0"}, Map.of(), new PrintWriter(out, true),
                new PrintWriter(out, true)));
        assertTrue(out.toString().contains("none-such0") && out.toString().contains("PROBLEM  " + open
                + ": the seal key can be read by others than its owner. chmod 600 "), out.toString());
    }

    private Typed.Ended rekey(Path from, Path to) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Ichor.run(new String[] {"rekey", "--from", from.toString(), "--to", to.toString(), "--set",
            "state=" + state()}, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
        return new Typed.Ended(code, out.toString(), err.toString());
    }

    @Test
    void theKeyIsChangedWhileTheApplianceIsStopped() throws IOException {
        Path one = keyFile("one", 1);
        Path two = keyFile("two", 2);
        assertTrue(rekey(one, folder.resolve("none")).err().contains("there is no seal key"));
        seal(read(one));
        String old = text(state().resolve("ichor.db")).replaceAll("(?s).*(ICHS.{40}).*", "$1");
        assertEquals(44, old.length());
        assertTrue(rekey(two, keyFile("three", 3)).err().contains("Give the key file that was in use as --from"));
        Database running = Database.open(state());
        Typed.Ended refused = rekey(one, two);
        running.close();
        assertTrue(refused.code() == ExitCode.FAILED && refused.err().contains("in use by another ichor process"),
                refused.err());
        assertEquals(new Typed.Ended(ExitCode.OK, "1 record is sealed anew; all need the key " + read(two).id()
                + " now.\n", ""), rekey(one, two));
        assertEquals("0 records are sealed anew; all need the key " + read(two).id() + " now.\n",
                rekey(one, two).out());
        assertEquals("", checked(config(two.toString())));
        try (Stream<Path> files = Files.list(state())) {
            assertTrue(files.noneMatch(file -> text(file).contains(old)), "nothing under the old key is left");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
