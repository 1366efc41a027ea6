package dev.ichor.assets;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the commands {@code ichor assets build}, {@code verify} and {@code list} do. Fetching is in
 * {@code assets.fetch}.
 *
 * @param pinsFile {@code boot-assets/assets.yaml}
 * @param folder   where the files are
 * @param required what the server can't start without
 * @param clock    the time
 */
public record AssetService(Path pinsFile, AssetFolder folder, Set<AssetName> required, InstantSource clock) {
    public AssetService {
        required = Set.copyOf(required);
    }

    /**
     * One line of the list.
     *
     * @param state READY, ABSENT or DAMAGED
     * @param why   in words if it is not ready
     */
    public record Row(AssetName name, String version, String arch, long size, AssetCheck.State state, String why,
                      boolean required, String trust, String sha256, String licence, String source) {
    }

    /**
     * What a check found.
     *
     * @param rows     every asset that a lock names or the server needs, in the order of names
     * @param problems what is wrong, with its mend; empty if the server could start
     */
    public record Report(List<Row> rows, List<Problem> problems) {
    }

    /** Everything that is known, hashing only what changed since it was last hashed. */
    public Report list() {
        return report(AssetCheck.Depth.CHANGED_ONLY, Progress.SILENT);
    }

    /** The same, reading every byte again. */
    public Report verify(Progress progress) {
        return report(AssetCheck.Depth.EVERY_BYTE, progress);
    }

    private Report report(AssetCheck.Depth depth, Progress progress) {
        Problems problems = new Problems();
        AssetLocks locks = AssetLocks.read(pinsFile, folder, problems);
        AssetLock all = locks.all();
        List<Row> rows = new ArrayList<>();
        for (AssetCheck check : AssetCheck.all(all.entries(), folder, depth, clock, progress)) {
            AssetName name = check.entry().name();
            boolean expected = required.contains(name) || locks.built().find(name).isPresent();
            if (check.state() == AssetCheck.State.DAMAGED || check.state() == AssetCheck.State.ABSENT && expected) {
                problems.add(name.text(), check.why(), Mend.of(name));
            }
            rows.add(row(check));
        }
        for (AssetName name : new TreeSet<>(required)) {
            if (all.find(name).isEmpty()) {
                String why = "this asset is needed and has not been made yet";
                problems.add(name.text(), why, Mend.of(name));
                rows.add(new Row(name, "", "", 0, AssetCheck.State.ABSENT, why, true, "", "", "", ""));
            }
        }
        rows.sort(java.util.Comparator.comparing(Row::name));
        return new Report(List.copyOf(rows), problems.list());
    }

    private Row row(AssetCheck check) {
        AssetEntry entry = check.entry();
        return new Row(entry.name(), entry.version(), entry.arch().label(), entry.size(), check.state(), check.why(),
                required.contains(entry.name()), entry.trust().label(), entry.sha256().hex(), entry.licence(),
                entry.source());
    }

    /**
     * Runs a builder and records what it made. On failure the assets stay as they were.
     *
     * @return the new entries
     */
    public List<AssetEntry> build(Builder builder, Progress progress) throws AssetsFailed {
        Path work = folder.workFolder();
        try {
            List<AssetFolder.Staged> staged = new ArrayList<>();
            for (Builder.Made made : builder.build(work, progress)) {
                staged.add(new AssetFolder.Staged(entry(made), made.file()));
            }
            folder.install(staged);
            return staged.stream().map(AssetFolder.Staged::entry).toList();
        } catch (IOException e) {
            throw Disk.failed(work, e);
        } finally {
            try {
                Disk.deleteTree(work);
            } catch (IOException e) {
                Log.LOG.warn("assets.build leftover={} reason={}", work, e.toString());
            }
        }
    }

    private static AssetEntry entry(Builder.Made made) throws IOException, AssetsFailed {
        long size = Files.size(made.file());
        if (size < 1 || size > AssetEntry.LARGEST) {
            throw new AssetsFailed(made.name().text(), "the build made a file of " + size + " bytes",
                    "Look at the messages of the build above");
        }
        return new AssetEntry(made.name(), made.version(), made.arch(), size, Sha256.of(made.file()), Trust.BUILT,
                made.licence(), made.source());
    }

    /** Deletes files that no lock names any more; not while a server runs from this folder. */
    public List<Path> prune(List<AssetName> forget) throws AssetsFailed {
        Problems problems = new Problems();
        AssetLocks locks = AssetLocks.read(pinsFile, folder, problems);
        if (!problems.isEmpty()) {
            throw new AssetsFailed(problems.list());
        }
        return folder.prune(forget, locks.pins());
    }
}
