package dev.ichor.cli;

import dev.ichor.base.Problems;
import dev.ichor.provisioner.access.Access;
import dev.ichor.provisioner.talos.Rekey;
import dev.ichor.store.Database;
import dev.ichor.store.StoreException;
import dev.ichor.vault.SealKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ichor rekey}. */
@Command(name = "rekey", description = {"Seal all secrets anew under another key, on the appliance itself, which must "
        + "be stopped."}, footer = {"", "All of it or nothing; after a crash, run it again. Then put the new key where "
        + "the appliance looks", "for it, and keep the old one as long as backups of the database need it.",
        "Example: ichor rekey --from /var/lib/ichor/seal-key --to /root/seal-key"})
final class RekeyCommand implements Callable<Integer> {
    @ParentCommand
    private Ichor root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", paramLabel = "FILE", required = true, description = "File with the key that is in use.")
    private Path from;

    @Option(names = "--to", paramLabel = "FILE", required = true, description = "File with the new key: 32 random "
            + "bytes, for its owner only.")
    private Path to;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        Optional<SealKey> before = SealKey.read(from, true, problems);
        Optional<SealKey> after = SealKey.read(to, true, problems);
        Path state = root.settings().state();
        if (!Files.exists(state.resolve("ichor.db"))) {
            problems.add("state", "the folder " + state + " holds no database that may be read here",
                    "Run this on the appliance, as root or as its user, with the settings of `ichor serve`");
        }
        if (!problems.isEmpty()) {
            throw Failure.of("nothing was sealed anew", problems.list());
        }
        try (Database database = Database.open(state);
                Access access = new Access(database, InstantSource.system())) {
            int count = Rekey.run(database, access.audit(), before.get(), after.get(), new SecureRandom(), problems);
            if (!problems.isEmpty()) {
                throw Failure.of("nothing was sealed anew", problems.list());
            }
            // Else free pages of the file would still hold what the old key opens.
            database.compact();
            spec.commandLine().getOut().println(count + (count == 1 ? " record is" : " records are")
                    + " sealed anew; all need the key " + after.get().id() + " now.");
            return ExitCode.OK;
        } catch (StoreException e) {
            throw new Failure(ExitCode.FAILED, e.getMessage(), e);
        }
    }
}
