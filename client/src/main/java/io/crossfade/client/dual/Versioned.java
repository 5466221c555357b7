package io.crossfade.client.dual;

import org.jspecify.annotations.Nullable;

/**
 * An item's state and the version that it has there, both of one moment.
 *
 * @param version 0 where no version was ever issued
 * @param value null where the item was deleted, or never was
 */
public record Versioned<V>(long version, @Nullable V value) {}
