/**
 * The bytes that machines boot: what they must be (locks), where they lie (folder), and which of them were found whole
 * (catalogue).
 *
 * <p>Two locks of one schema. {@code boot-assets/assets.yaml} lies in git and pins files that others publish; the
 * program never writes it. {@code built.yaml} lies in the asset folder beside the files and names everything that was
 * put there: built here, or fetched. A file's name on disk ends in the start of its hash, so an update never touches
 * the bytes of a running server: the lock is replaced last, in one rename.
 *
 * <p>May import: {@code base}, {@code yaml}, {@code provision.BootFile}, slf4j. {@link dev.ichor.assets.AssetCatalog}
 * is immutable and safe from any thread; writers of one folder exclude each other by a file lock.
 */
package dev.ichor.assets;
