package dev.ichor.base;

/**
 * One thing that is wrong, told to a person.
 *
 * @param where file and line, field or component, e.g. {@code appliance.yaml:12 dhcp.pool}
 * @param what  what is wrong
 * @param mend  what to do about it
 */
public record Problem(String where, String what, String mend) {
    @Override
    public String toString() {
        return where + ": " + what + (mend.isEmpty() ? "" : ". " + mend);
    }
}
