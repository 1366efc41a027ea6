/**
 * Certificates of the appliance's listeners: the admin plane's, made at first start or given, and the boot plane's,
 * under an authority of the appliance's own.
 *
 * <p>May import: {@code base} and BouncyCastle, which only {@code CertificateMaker} touches. Used by one thread at
 * start; what it returns is immutable.
 */
package dev.ichor.server.tls;
