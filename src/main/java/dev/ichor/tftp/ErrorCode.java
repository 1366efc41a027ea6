package dev.ichor.tftp;

/** The error codes of RFC 1350 section 5 and RFC 2347. Plain numbers, because clients send codes of their own too. */
public final class ErrorCode {
    public static final int UNDEFINED = 0;
    public static final int NOT_FOUND = 1;
    public static final int ACCESS = 2;
    public static final int ILLEGAL = 4;
    public static final int UNKNOWN_TID = 5;
    public static final int OPTIONS = 8;

    private ErrorCode() {
    }
}
