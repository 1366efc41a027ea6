package dev.ichor.machine.facts.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.machine.facts.Fixtures;
import dev.ichor.machine.hardware.Contents;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures that the real tools wrote (see {@code make.sh} beside the archives). */
class ToolSignaturesTest {
    private static final String UUID = "11112222-3333-4444-5555-666677778888";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "ext2     | Filesystem ext2 data $",
        "ext3     | Filesystem ext3 data $",
        "ext4     | Filesystem ext4 data $",
        "xfs      | Filesystem xfs data $",
        "btrfs    | Filesystem btrfs data $",
        "vfat16   | Filesystem vfat DATA 1234-ABCD",
        "vfat32   | Filesystem vfat DATA 1234-ABCD",
        "exfat    | Filesystem exfat - *",
        "ntfs     | Filesystem ntfs - *",
        "f2fs     | Filesystem f2fs data *",
        "nilfs2   | Filesystem nilfs2 data *",
        "reiserfs | Filesystem reiserfs data $",
        "jfs      | Filesystem jfs data *",
        "gfs2     | Filesystem gfs2 c:data *",
        "ocfs2    | Filesystem ocfs2 data $",
        "swap     | Filesystem swap data $",
        "udf      | Filesystem udf - -",
        "squashfs | Filesystem squashfs - -",
        "erofs    | Filesystem erofs - $",
        "iso9660  | Filesystem iso9660 DATA -",
        "luks1    | Member luks - $",
        "luks2    | Member luks data $",
        "bcache   | Member bcache - *",
        "lvm      | Member lvm ceph-block-1 *, Member ceph - block-1",
        "gpt      | gpt $ 1:root:1048576+8388608 2:data:9437184+8388608, Member lvm - -",
        "gpt4k    | gpt $ 1:root:1048576+8388608",
        "mbr      | mbr 1234abcd 1::32768+10485760 2::11534336+55574528 5::12582912+5242880, "
            + "Unknown[where=more partitions, not read, from byte 18873856 on]",
        "talos    | gpt $ 1:EFI:1048576+104857600 2:BIOS:105906176+1048576 3:BOOT:106954752+1048576000 "
            + "4:META:1155530752+1048576 5:STATE:1156579328+104857600 6:EPHEMERAL:1261436928+7328480768, "
            + "Talos EFI+BIOS+BOOT+META+STATE+EPHEMERAL",
    })
    void whatATooLWroteIsNamed(String archive, String expected) {
        int logical = archive.equals("gpt4k") ? 4096 : 512;
        String seen = ContentsReader.read(Fixtures.blocks(archive, logical), "").stream()
                .map(contents -> text(contents, expected)).collect(Collectors.joining(", "));
        assertEquals(expected.replace("$", UUID), seen);
    }

    /** A wrong logical block size in the facts must not hide a table. */
    @ParameterizedTest
    @CsvSource({"gpt, 4096", "gpt4k, 512"})
    void aTableIsFoundWhateverTheBlockSizeSays(String archive, int logical) {
        assertEquals("gpt", ((Contents.PartitionTable) ContentsReader.read(Fixtures.blocks(archive, logical), "")
                .getFirst()).scheme());
    }

    private static String text(Contents contents, String expected) {
        return switch (contents) {
            case Contents.Filesystem(String type, String label, String uuid) ->
                "Filesystem " + type + " " + or(label) + " " + uuid(uuid, expected);
            case Contents.Member(String kind, String name, String uuid) ->
                "Member " + kind + " " + or(name) + " " + uuid(uuid, expected);
            case Contents.PartitionTable(String scheme, String id, var partitions) ->
                scheme + " " + id + " " + partitions.stream().map(part -> part.number() + ":" + part.name() + ":"
                        + part.start() + "+" + part.bytes()).collect(Collectors.joining(" "));
            case Contents.Talos(var partitions, String owner) -> "Talos " + String.join("+", partitions) + owner;
            case Contents.Blank _, Contents.MayastorPool _, Contents.Unknown _, Contents.Unreadable _ ->
                contents.toString();
        };
    }

    /** The tool chose the id itself where the row has a star. */
    private static String uuid(String uuid, String expected) {
        return expected.contains("*") && !uuid.equals("block-1") && uuid.length() >= 9 ? "*" : or(uuid);
    }

    private static String or(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
