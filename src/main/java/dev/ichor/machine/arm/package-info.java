/**
 * What disks are for, and the permissions to overwrite them.
 *
 * <p>May import: {@code base}, {@code machine.hardware}. Pure values and functions; safe from any thread.
 */
package dev.ichor.machine.arm;
