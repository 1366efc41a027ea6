/**
 * The admin plane's certificate: made at first start, or given.
 *
 * <p>May import: {@code base} and BouncyCastle, which only {@code CertificateMaker} touches, so that a start that makes
 * no certificate does not load it. Used by one thread at start; what it returns is immutable.
 */
package dev.ichor.server.admin.tls;
