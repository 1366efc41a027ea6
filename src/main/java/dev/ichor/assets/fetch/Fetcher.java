package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetLock;
import dev.ichor.assets.AssetLocks;
import dev.ichor.assets.AssetName;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Disk;
import dev.ichor.assets.FolderLock;
import dev.ichor.assets.Progress;
import dev.ichor.assets.Trust;
import dev.ichor.base.Arch;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the command {@code ichor assets fetch} does. */
public final class Fetcher implements AutoCloseable {
    private static final long MOST_CHECKSUMS = 1 << 20;

    private final AssetFolder folder;
    private final AssetLocks locks;
    private final Transport transport;

    private Fetcher(AssetFolder folder, AssetLocks locks, Transport transport) {
        this.folder = folder;
        this.locks = locks;
        this.transport = transport;
    }

    /** Fetches over HTTP. */
    public static Fetcher online(Path pinsFile, AssetFolder folder, FetchSettings settings) throws AssetsFailed {
        return new Fetcher(folder, locks(pinsFile, folder), new HttpTransport(settings));
    }

    /** Takes files that were carried in: under their published names, with {@code sha256sum.txt} beside them. */
    public static Fetcher from(Path carried, Path pinsFile, AssetFolder folder) throws AssetsFailed {
        if (!Files.isDirectory(carried)) {
            throw new AssetsFailed(carried.toString(), "there is no such folder", "Give the folder that holds the"
                    + " files");
        }
        return new Fetcher(folder, locks(pinsFile, folder), new FolderTransport(carried));
    }

    private static AssetLocks locks(Path pinsFile, AssetFolder folder) throws AssetsFailed {
        Problems problems = new Problems();
        AssetLocks locks = AssetLocks.read(pinsFile, folder, problems);
        if (!problems.isEmpty()) {
            throw new AssetsFailed(problems.list());
        }
        return locks;
    }

    /**
     * What came in.
     *
     * @param entries what the folder's lock now says of it
     * @param notes   sentences that the person should read
     */
    public record Fetched(List<AssetEntry> entries, List<String> notes) {
    }

    @Override
    public void close() {
        switch (transport) {
            case HttpTransport http -> http.close();
            case FolderTransport nothingOpen -> { }
        }
    }

    /** Fetches, checks and installs; on failure the assets stay as they were, unfinished downloads are kept. */
    public Fetched fetch(FetchRequest request, Progress progress) throws AssetsFailed {
        try (FolderLock _ = folder.downloading()) {
            return dispatch(request, progress);
        }
    }

    private Fetched dispatch(FetchRequest request, Progress progress) throws AssetsFailed {
        return switch (request) {
            case FetchRequest.TalosRelease release -> talosRelease(release, progress);
            case FetchRequest.TalosImage image -> talosImage(image, progress);
            case FetchRequest.Ipxe ipxe -> new IpxeRelease(folder, locks.pins(), transport).fetch(progress);
            case FetchRequest.Given given -> given(given, progress);
        };
    }

    private Fetched talosRelease(FetchRequest.TalosRelease release, Progress progress) throws AssetsFailed {
        ChecksumList list = checksums(TalosFiles.checksums(release), "sha256sum.txt of Talos " + release.version());
        List<Got> got = new ArrayList<>();
        for (TalosFiles file : TalosFiles.of(release)) {
            Sha256 published = list.find(file.fileName()).orElseThrow(() -> new AssetsFailed(file.name().text(),
                    "the release's sha256sum.txt does not name " + file.fileName(), "Check the version"));
            Optional<AssetEntry> pin = locks.pins().find(file.name());
            if (pin.isPresent() && !pin.get().sha256().equals(published)) {
                throw new AssetsFailed(file.name().text(), "the release says sha256 " + published + ", assets.yaml"
                        + " pins " + pin.get().sha256(), "Do not use this source before you know why");
            }
            got.add(get(file, Optional.of(published), pin.isPresent() ? Trust.PINNED : Trust.PUBLISHED, progress));
        }
        return installed(got, List.of());
    }

    private Fetched talosImage(FetchRequest.TalosImage image, Progress progress) throws AssetsFailed {
        Optional<ChecksumList> carried = switch (transport) {
            case HttpTransport http -> Optional.empty();
            case FolderTransport carrier -> Optional.of(checksums(TalosFiles.checksums(image),
                    "sha256sum.txt beside the files"));
        };
        List<Got> got = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        AssetLock known = image.replace() ? locks.pins() : locks.all();
        for (TalosFiles file : TalosFiles.of(image)) {
            Optional<Sha256> earlier = known.find(file.name()).map(AssetEntry::sha256);
            Trust trust = Trust.FIRST_USE;
            if (carried.isPresent()) {
                Sha256 given = carried.get().find(file.fileName()).orElseThrow(() -> new AssetsFailed(
                        file.name().text(), "sha256sum.txt does not name " + file.fileName(), "Run 'sha256sum "
                        + file.fileName() + " >> sha256sum.txt' where it was downloaded"));
                earlier = earlier.or(() -> Optional.of(given));
                trust = Trust.GIVEN;
            } else if (earlier.isEmpty()) {
                notes.add("The Image Factory publishes no checksums: " + file.name() + " was believed as served over"
                        + " " + file.published().getScheme() + ", and its hash recorded. Later fetches must equal it.");
            }
            got.add(get(file, earlier, trust, progress));
        }
        return installed(got, notes);
    }

    /** A file of the request: fetched just now, or found whole in the folder already. */
    private sealed interface Got {
        AssetEntry entry();

        record New(AssetEntry entry, Path file) implements Got {
        }

        record Kept(AssetEntry entry) implements Got {
        }
    }

    private Got get(TalosFiles file, Optional<Sha256> sha256, Trust trust, Progress progress) throws AssetsFailed {
        Want want = new Want(file.published(), file.name().text(), file.most(), OptionalLong.empty(), sha256);
        return get(want, file.name(), file.version(), file.arch(), trust, file.licence(), progress);
    }

    private Got get(Want want, AssetName name, String version, Arch arch, Trust trust, String licence,
                    Progress progress) throws AssetsFailed {
        Optional<AssetEntry> present = locks.built().find(name)
                .filter(entry -> want.sha256().equals(Optional.of(entry.sha256())));
        if (present.isPresent() && folder.isWhole(present.get())) {
            return new Got.Kept(present.get());
        }
        Path path = transport.file(want, folder.partials(), progress);
        return new Got.New(entry(name, version, arch, path, trust, licence, want.published().toString()), path);
    }

    private Fetched given(FetchRequest.Given given, Progress progress) throws AssetsFailed {
        Want want = new Want(given.url(), given.name().text(), AssetEntry.LARGEST, OptionalLong.empty(),
                Optional.of(given.sha256()));
        return installed(List.of(get(want, given.name(), given.version(), given.arch(), Trust.GIVEN, given.licence(),
                progress)), List.of());
    }

    private Fetched installed(List<Got> got, List<String> remarks) throws AssetsFailed {
        List<AssetFolder.Staged> staged = new ArrayList<>();
        List<String> notes = new ArrayList<>(remarks);
        for (Got one : got) {
            switch (one) {
                case Got.New fresh -> staged.add(new AssetFolder.Staged(fresh.entry(), fresh.file()));
                case Got.Kept kept -> notes.add(kept.entry().name() + " was there already");
            }
        }
        if (!staged.isEmpty()) {
            folder.install(staged);
        }
        return new Fetched(got.stream().map(Got::entry).toList(), List.copyOf(notes));
    }

    private ChecksumList checksums(URI published, String label) throws AssetsFailed {
        Want want = new Want(published, label, MOST_CHECKSUMS, OptionalLong.empty(), Optional.empty());
        String text = transport.text(want, folder.partials()).orElseThrow(() -> new AssetsFailed(label,
                "there is none at " + published, "Check the version. In a folder that is carried in, sha256sum.txt must"
                + " lie beside the files"));
        try {
            return ChecksumList.parse(text);
        } catch (Malformed e) {
            throw new AssetsFailed(label, e.getMessage(), "Check the mirror and the proxy: this is not a checksum"
                    + " list");
        }
    }

    static AssetEntry entry(AssetName name, String version, Arch arch, Path file, Trust trust, String licence,
                            String source) throws AssetsFailed {
        try {
            long size = Files.size(file);
            if (size < 1) {
                throw new AssetsFailed(name.text(), "the file is empty", "Check the source");
            }
            return new AssetEntry(name, version, arch, size, Sha256.of(file), trust, licence, source);
        } catch (IOException e) {
            throw Disk.failed(file, e);
        }
    }
}
