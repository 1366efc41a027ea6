package dev.ichor.provision.explain;

import java.util.List;
import java.util.Locale;

/**
 * One finding.
 *
 * @param code     what was found, for programs
 * @param text     what was found, for people
 * @param mend     what to do; empty if there is nothing to do
 * @param evidence numbers of the timeline's lines that show it, ascending
 */
public record Verdict(Code code, String text, String mend, List<Integer> evidence) {
    public Verdict {
        evidence = evidence.stream().distinct().sorted().toList();
    }

    /** How much a finding matters. */
    public enum Weight { WELL, NOTE, PROBLEM }

    /** Every finding there is. */
    public enum Code {
        NEVER_HEARD(Weight.PROBLEM),
        NOT_NETBOOTING(Weight.PROBLEM),
        NOT_OFFERED(Weight.PROBLEM),
        NO_ADDRESS(Weight.PROBLEM),
        FOREIGN_PXE_SERVER(Weight.PROBLEM),
        SECOND_OFFER_IGNORED(Weight.PROBLEM),
        NO_VARIANT_FOLLOWED(Weight.PROBLEM),
        HTTP_REFUSED(Weight.PROBLEM),
        PROBE_ONLY(Weight.PROBLEM),
        TFTP_TIMEOUT(Weight.PROBLEM),
        LOADER_REFUSED(Weight.PROBLEM),
        LOADER_ABORTED(Weight.PROBLEM),
        LOADER_SILENT(Weight.PROBLEM),
        IPXE_NO_SCRIPT(Weight.PROBLEM),
        SCRIPT_SILENT(Weight.PROBLEM),
        SYSTEM_INCOMPLETE(Weight.PROBLEM),
        AGENT_SILENT(Weight.PROBLEM),
        AGENT_FAILED(Weight.PROBLEM),
        TALOS_SILENT(Weight.PROBLEM),
        FINGERPRINT_REFUSED(Weight.PROBLEM),
        HELD(Weight.PROBLEM),
        CONFIG_REFUSED(Weight.PROBLEM),
        TICKET_REFUSED(Weight.NOTE),
        DISK_METHOD(Weight.NOTE),
        LOSSY_TRANSFER(Weight.NOTE),
        REPEATED_ATTEMPTS(Weight.NOTE),
        IN_PROGRESS(Weight.NOTE),
        INSTALLING(Weight.NOTE),
        INSTALLED(Weight.WELL),
        BOOTS_FROM_DISK(Weight.WELL),
        WAITING_FOR_ORDER(Weight.WELL);

        private final Weight weight;

        Code(Weight weight) {
            this.weight = weight;
        }

        public Weight weight() {
            return weight;
        }

        /** The name used in JSON, e.g. {@code probe-only}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
