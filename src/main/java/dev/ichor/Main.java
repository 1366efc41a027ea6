package dev.ichor;

/** Entry point of the {@code ichor} command. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        System.exit(0);
    }
}
