/**
 * Builds what machines boot before Talos: the discovery image out of Debian's packages and the files in
 * {@code boot-assets/discovery}, and the iPXE binaries out of Debian's {@code ipxe} package. Needs no root.
 *
 * <p>May import: {@code base}, {@code provision}. Each build runs on the thread that asks for it and shares
 * nothing; the closures and the format readers are pure functions.
 */
package dev.ichor.assets.build;
