package dev.ichor.assets.build;

import dev.ichor.base.Sha256;

/**
 * One Debian package that went into a built file.
 *
 * @param name    the package
 * @param version its Debian version
 * @param licence short licence names out of its copyright file, joined by comma
 * @param source  where it came from: the address apt took it from, or the file's name in the given folder
 * @param sha256  digest of the {@code .deb} file
 */
public record BuiltPart(String name, String version, String licence, String source, Sha256 sha256) {}
