package dev.ichor.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Where the secret that opens the admin plane is looked for. */
public final class TokenFile {
    /** The variable that holds a token. */
    public static final String VARIABLE = "ICHOR_TOKEN";
    private static final int LONGEST = 512;
    private static final Set<PosixFilePermission> OWNERS = Set.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private TokenFile() {
    }

    /**
     * The token: of the file that was named, else of the variable, else of the file in the home folder if it is there.
     *
     * @throws ClientFailed if the file cannot be read, others may read it, or it does not hold a token
     */
    public static Optional<String> find(Optional<Path> named, Optional<String> variable, Path home)
            throws ClientFailed {
        if (named.isPresent()) {
            return Optional.of(read(named.get()).orElseThrow(() -> failed("the token file " + named.get()
                    + " does not exist")));
        }
        if (variable.isPresent() && !variable.get().isBlank()) {
            return Optional.of(token(variable.get(), "the variable " + VARIABLE));
        }
        return read(home);
    }

    private static Optional<String> read(Path file) throws ClientFailed {
        try {
            String text = Files.readString(file);
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class,
                    new LinkOption[0]);
            if (view != null && !OWNERS.containsAll(view.readAttributes().permissions())) {
                throw failed("the token file " + file + " is open to others than its owner, so it is not used: "
                        + "chmod 600 " + file + ", and revoke the token if somebody may have read it");
            }
            return Optional.of(token(text, "the token file " + file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("the token file " + file + " cannot be read (" + e + ")");
        }
    }

    /** A secret of one line; what else it may be only the appliance knows. */
    private static String token(String text, String place) throws ClientFailed {
        String token = text.strip();
        if (token.isEmpty() || token.length() > LONGEST || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw failed(place + " holds no token: expected one line such as ichor_t-0123456789_...");
        }
        return token;
    }

    private static ClientFailed failed(String text) {
        return new ClientFailed(ClientFailed.Kind.NOT_ALLOWED, text);
    }
}
