/**
 * Getting published files into the asset folder: Talos releases and Image Factory images, iPXE releases, or any URL
 * with a known hash; from the internet, through a proxy, from a mirror, or from a folder somebody carried in.
 *
 * <p>May import: {@code base}, {@code assets}, {@code provision.BootFile}, Commons Compress, slf4j. A
 * {@link dev.ichor.assets.fetch.Fetcher} may be used by one thread at a time; nothing here runs inside the server.
 */
package dev.ichor.assets.fetch;
