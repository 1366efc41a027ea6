package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.hardware.DiskId;
import java.util.List;
import java.util.Optional;

/** A way to nodes that wait for their configuration in Talos's maintenance mode. Thread-safe. */
public interface Maintenance {
    /** No way. */
    Maintenance NONE = new Maintenance() {
        @Override
        public boolean reaches(Ipv4 address) {
            return false;
        }

        @Override
        public Node at(Ipv4 address) {
            throw new IllegalStateException("there is no way to nodes");
        }
    };

    /** True for addresses of the boot network: configurations go nowhere else. */
    boolean reaches(Ipv4 address);

    /** The node at that address; whether there is one shows when it is asked. */
    Node at(Ipv4 address);

    /** A node that is spoken to. Used by one thread. */
    interface Node extends AutoCloseable {
        /** @throws Failed if it does not tell */
        Shown show() throws Failed;

        /**
         * Gives it a configuration.
         *
         * @param dryRun true: it only says whether it would take it
         * @return its warnings
         * @throws Failed if it does not take it, or does not answer
         */
        List<String> apply(byte[] configuration, boolean dryRun) throws Failed;

        @Override
        void close();
    }

    /**
     * What a node shows of itself.
     *
     * @param macs    permanent ones of its NICs
     * @param disks   as its kernel tells them apart
     * @param version of its Talos; empty if it does not say
     */
    record Shown(Optional<SystemUuid> uuid, List<Mac> macs, List<DiskId> disks, String version) {
        public Shown {
            macs = List.copyOf(macs);
            disks = List.copyOf(disks);
        }
    }

    /** It did not work; the message is for people and may hold the node's own words. */
    final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean refused;

        /** @param refused whether the node itself said no; false: nobody knows what it heard */
        public Failed(String message, boolean refused) {
            super(message);
            this.refused = refused;
        }

        public boolean isRefused() {
            return refused;
        }
    }
}
