/**
 * The whole product as its users have it: the running appliance between foreign machines, foreign clients and foreign
 * servers, in network namespaces. Tests tagged {@code rack} boot machines with real firmware, those tagged
 * {@code netns} speak the protocols themselves.
 *
 * <p>May import {@code dev.ichor.rack} and the product's own records and codecs, but reaches the running appliance only
 * by its ports, its files, its signals and its commands. Thread rule: a test owns what it starts; every wait has an end.
 */
package dev.ichor.system;
