package dev.ichor.machine.facts;

import dev.ichor.base.Malformed;
import dev.ichor.machine.facts.contents.DiskBlocks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Archives among the test resources. */
public final class Fixtures {
    /** Names of the archives that the real tools made, see {@code signatures/make.sh}. */
    public static final String[] SIGNATURES = {"ext2", "ext3", "ext4", "xfs", "btrfs", "vfat16", "vfat32", "exfat", "ntfs",
        "f2fs", "nilfs2", "reiserfs", "jfs", "gfs2", "ocfs2", "swap", "udf", "squashfs", "erofs", "iso9660", "luks1",
        "luks2", "bcache", "lvm", "gpt", "gpt4k", "mbr", "talos"};

    private Fixtures() {
    }

    static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/facts/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the test resource facts/" + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawFacts facts(String name) {
        try {
            return FactsArchive.read(bytes(name), Limits.CONTRACT);
        } catch (Malformed e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The one disk of a signature archive. */
    public static DiskBlocks blocks(String signature, int logical) {
        RawFacts facts = facts("signatures/" + signature + ".tar.gz");
        long sectors = KeyValues.parse(facts.text("disk/sda/sysfs")).number("size").orElseThrow();
        return new DiskBlocks(sectors * 512, logical, facts.view("disk/sda/head"), facts.view("disk/sda/tail"),
                facts.view("disk/sda/samples"));
    }
}
