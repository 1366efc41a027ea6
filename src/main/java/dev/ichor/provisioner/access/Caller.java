package dev.ichor.provisioner.access;

/**
 * Who asks for a change.
 *
 * @param token id of the token; empty for the appliance itself
 * @param name  for people: the token's name
 * @param role  what it may do
 * @param from  the address that asked; empty for the appliance itself
 */
public record Caller(String token, String name, Role role, String from) {
    /** The appliance, acting by itself. */
    public static final Caller APPLIANCE = new Caller("", "appliance", Role.OPERATOR, "");
}
