package dev.ichor.cli;

/** What the command ends with. */
final class ExitCode {
    /** It was done. */
    static final int OK = 0;
    /** It was not done, or something is wrong; standard error says what. */
    static final int FAILED = 1;
    /** The command line was not understood. */
    static final int USAGE = 2;
    /** What was asked for does not exist. */
    static final int NOT_FOUND = 3;
    /** The running appliance did not answer. */
    static final int SILENT = 4;
    /** There is no token, or it does not allow that, or the certificate is not trusted. */
    static final int NOT_ALLOWED = 5;
    /** {@code plan --exit-code}: something would change. */
    static final int CHANGES = 6;
    /** {@code handoff run}: helm or kubectl is not on the PATH; what to run elsewhere was printed. */
    static final int ABSENT = 7;

    private ExitCode() {
    }
}
