package io.crossfade.connector;

import java.io.Serializable;

/**
 * In whose name we write. The number grows with each process that takes a migration over, and every
 * write is refused once a database has seen a newer one.
 */
public record Lease(String migration, long number) implements Serializable {}
