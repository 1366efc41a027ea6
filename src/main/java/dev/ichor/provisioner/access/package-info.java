/**
 * Who may do what, and what was done: tokens, the audit log, repeated requests, webhooks.
 *
 * <p>May import: floors 0 to 4, {@code provisioner} for outcomes. Thread-safe.
 */
package dev.ichor.provisioner.access;
