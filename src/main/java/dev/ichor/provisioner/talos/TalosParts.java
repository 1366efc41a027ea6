package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.vault.SealKey;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What the work with Talos needs from outside.
 *
 * @param seal    key of the secrets; empty: nothing can be opened or sealed, and {@code trouble} says why
 * @param trouble one sentence for people; empty if there is a key
 * @param owner   which MAC answered for an address a moment ago
 * @param assets  whether there is an asset of that name
 * @param sinks   where nodes report to; empty: nowhere
 * @param random  a secure one
 * @param waiting speaks with nodes that wait for a configuration
 * @param secure  where configurations are fetched by whoever can be told whom to trust; empty: nowhere
 */
public record TalosParts(Optional<SealKey> seal, String trouble, Function<Ipv4, Optional<Mac>> owner,
                         Predicate<String> assets, Optional<NodeInput.Sinks> sinks, RandomGenerator random,
                         Maintenance waiting, Optional<Secure> secure) {
    /**
     * The boot plane by HTTPS.
     *
     * @param url   without a slash at its end
     * @param early what makes Talos trust it, as {@link dev.ichor.talos.boot.EarlyConfig} makes it
     */
    public record Secure(String url, String early) {
    }

    /** Without HTTPS. */
    public TalosParts(Optional<SealKey> seal, String trouble, Function<Ipv4, Optional<Mac>> owner,
                      Predicate<String> assets, Optional<NodeInput.Sinks> sinks, RandomGenerator random,
                      Maintenance waiting) {
        this(seal, trouble, owner, assets, sinks, random, waiting, Optional.empty());
    }

    /** Without a way to nodes that wait. */
    public TalosParts(Optional<SealKey> seal, String trouble, Function<Ipv4, Optional<Mac>> owner,
                      Predicate<String> assets, Optional<NodeInput.Sinks> sinks, RandomGenerator random) {
        this(seal, trouble, owner, assets, sinks, random, Maintenance.NONE);
    }
}
