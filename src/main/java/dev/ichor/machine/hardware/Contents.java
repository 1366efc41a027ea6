package dev.ichor.machine.hardware;

import java.util.List;

/** Something that a disk carries. */
public sealed interface Contents {
    /** One line for people, e.g. {@code ext4 filesystem "data"}. */
    String describe();

    /** Every place that was read is zero. */
    record Blank() implements Contents {
        @Override
        public String describe() {
            return "blank";
        }
    }

    /**
     * A partition table.
     *
     * @param scheme     {@code gpt} or {@code mbr}
     * @param id         disk GUID or MBR signature
     * @param partitions in table order
     */
    record PartitionTable(String scheme, String id, List<Partition> partitions) implements Contents {
        public PartitionTable {
            partitions = List.copyOf(partitions);
        }

        @Override
        public String describe() {
            return scheme + " partition table with " + partitions.size()
                    + (partitions.size() == 1 ? " partition" : " partitions");
        }
    }

    /** A partition: its number from 1, name, type (GUID or MBR type in hexadecimal), first byte and length. */
    record Partition(int number, String name, String type, long start, long bytes) {
    }

    /** A filesystem on the whole disk, or seen in a partition within what was read. */
    record Filesystem(String type, String label, String uuid) implements Contents {
        @Override
        public String describe() {
            return type + " filesystem" + (label.isEmpty() ? "" : " \"" + label + "\"");
        }
    }

    /**
     * A member of a volume manager, array or encrypted container.
     *
     * @param kind {@code lvm}, {@code md}, {@code luks}, {@code zfs}, {@code ceph}, {@code drbd}, {@code bcache},
     *             {@code vmfs}, {@code imsm}, {@code ddf}, …
     * @param name volume group, array or pool name; empty if it does not say
     * @param uuid its id; empty if it does not say
     */
    record Member(String kind, String name, String uuid) implements Contents {
        @Override
        public String describe() {
            return kind + " member" + (name.isEmpty() ? "" : " of \"" + name + "\"");
        }
    }

    /**
     * A Talos installation.
     *
     * @param partitions the labels found, e.g. {@code META, STATE, EPHEMERAL}
     * @param owner      whose it is as far as the disk tells; empty if it does not
     */
    record Talos(List<String> partitions, String owner) implements Contents {
        public Talos {
            partitions = List.copyOf(partitions);
        }

        @Override
        public String describe() {
            return "Talos installation (" + String.join(", ", partitions) + ")"
                    + (owner.isEmpty() ? ", of an unknown cluster" : " of " + owner);
        }
    }

    /**
     * An SPDK blobstore, which is what a Mayastor DiskPool is.
     *
     * @param pool the pool's name; empty if it does not say
     * @param uuid the store's id; empty if it does not say
     */
    record MayastorPool(String pool, String uuid) implements Contents {
        @Override
        public String describe() {
            return "Mayastor pool" + (pool.isEmpty() ? " of an unknown name" : " \"" + pool + "\"");
        }
    }

    /** Bytes that are not zero and that nothing above explains; {@code where} says where they were seen. */
    record Unknown(String where) implements Contents {
        @Override
        public String describe() {
            return "unknown data (" + where + ")";
        }
    }

    /** The disk could not be read, so nothing may be assumed of it. */
    record Unreadable(String why) implements Contents {
        @Override
        public String describe() {
            return "unreadable (" + why + ")";
        }
    }
}
