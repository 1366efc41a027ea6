package dev.ichor.client.handoff;

import java.time.Duration;
import java.util.List;

/** Runs helm and kubectl in the bundle's folder, on one cluster. Arguments never hold secrets. */
public interface Tools {
    /** @throws InterruptedException if the thread is interrupted; the program is ended then */
    Said helm(List<String> arguments, Duration patience) throws InterruptedException;

    /** @throws InterruptedException if the thread is interrupted; the program is ended then */
    Said kubectl(List<String> arguments, Duration patience) throws InterruptedException;

    /**
     * What a program said.
     *
     * @param code   its exit code; {@link #TOO_LONG} if it was ended, {@link #ABSENT} if it could not be started
     * @param output on standard output, cut at a length
     * @param errors on standard error, cut at a length
     * @param whole  whether all of the output is there
     */
    record Said(int code, String output, String errors, boolean whole) {
        public static final int TOO_LONG = -1;
        public static final int ABSENT = 127;

        /** It went well. */
        public static Said ok(String output) {
            return new Said(0, output, "", true);
        }

        public boolean isOk() {
            return code == 0 && whole;
        }

        /** Why it did not go well, for people. */
        public String complaint() {
            String words = errors.isBlank() ? output.strip() : errors.strip();
            return switch (code) {
                case TOO_LONG -> "took too long and was ended" + (words.isEmpty() ? "" : ": " + words);
                case 0 -> "printed too much";
                default -> words.isEmpty() ? "failed with code " + code : words;
            };
        }
    }
}
