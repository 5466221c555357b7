package io.crossfade.connector;

import java.io.Serializable;

/**
 * In whose name we write. The number grows with each process that takes a migration over, and every
 * write is refused once a database has seen a newer one.
 *
 * @param store which control store has counted the number; the numbers of two stores say nothing
 *     about each other, so a database that knows one of them refuses the other
 */
public record Lease(String migration, String store, long number) implements Serializable {}
