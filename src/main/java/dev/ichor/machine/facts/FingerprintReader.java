package dev.ichor.machine.facts;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.PciLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Makes a fingerprint of raw facts. */
public final class FingerprintReader {
    private static final int FORMAT = 1;
    private static final int MAXIMUM_DISKS = 512;
    private static final int MAXIMUM_NICS = 256;

    private FingerprintReader() {
    }

    /**
     * The fingerprint that these facts describe. What is missing or odd becomes absent, with a note for people.
     *
     * @throws Malformed if {@code meta} is missing, names another format or no boot id, or if there are more disks
     *     or NICs than any machine has
     */
    public static Fingerprint read(RawFacts facts) throws Malformed {
        KeyValues meta = KeyValues.parse(facts.text("meta"));
        if (!facts.has("meta")) {
            throw new Malformed("facts: the file 'meta' is missing");
        }
        if (meta.integer("format").orElse(0) != FORMAT) {
            throw new Malformed("facts: 'meta' names another format than " + FORMAT);
        }
        BootId boot = BootId.parse(meta.get("boot"));
        Notes notes = new Notes();
        meta.all("skipped").forEach(line -> notes.add("not read: " + line));
        Smbios smbios = Smbios.parse(facts.view("dmi/table"), facts.view("dmi/entry"));
        if (smbios.isEmpty()) {
            notes.add("no SMBIOS table was read: the machine is known by its MAC addresses only");
        }
        return new Fingerprint(boot, smbios.system(), PlatformReader.read(facts, smbios, notes),
                CpuReader.read(facts, notes), MemoryReader.read(facts, notes), disks(facts, notes),
                nics(facts, bootif(meta), notes), notes.list());
    }

    /** iPXE hands the address on with a leading hardware type, {@code 01-}. */
    private static Optional<Mac> bootif(KeyValues meta) {
        String text = meta.get("bootif").toLowerCase(Locale.ROOT);
        return NicReader.mac(text.length() == 20 && text.startsWith("01") ? text.substring(3) : text);
    }

    private static List<Disk> disks(RawFacts facts, Notes notes) throws Malformed {
        List<Disk> disks = new ArrayList<>();
        for (String name : facts.below("disk")) {
            if (disks.size() >= MAXIMUM_DISKS) {
                throw new Malformed("facts: more than " + MAXIMUM_DISKS + " disks");
            }
            if (DiskReader.isDrive(name)) {
                disks.add(DiskReader.read(facts, name, notes));
            }
        }
        disks.sort(order(Disk::pci, Disk::kernelName));
        return Doubles.withoutShared(disks, notes);
    }

    private static List<Nic> nics(RawFacts facts, Optional<Mac> bootif, Notes notes) throws Malformed {
        List<Nic> nics = new ArrayList<>();
        for (String name : facts.below("net")) {
            if (nics.size() >= MAXIMUM_NICS) {
                throw new Malformed("facts: more than " + MAXIMUM_NICS + " NICs");
            }
            NicReader.read(facts, name, bootif, notes).ifPresent(nics::add);
        }
        nics.sort(order(Nic::pci, Nic::kernelName));
        Doubles.note(nics, "NICs", "MAC address", nic -> nic.mac().toString(), Nic::kernelName, notes);
        return nics;
    }

    /** By PCI address, those without one last, then by kernel name with numbers counted as numbers. */
    private static <T> Comparator<T> order(Function<T, Optional<PciLink>> pci, Function<T, String> name) {
        return Comparator.comparing((T item) -> pci.apply(item).map(PciLink::address).orElse("~"))
                .thenComparing(name, RawFacts.NATURAL);
    }
}
