package io.crossfade.model;

/**
 * Answers of the two sides that differ in the same way.
 *
 * @param experiment whose answers they are
 * @param cause what they have in common, for people: one kind of bug has one
 * @param count how many were found
 * @param firstAt in milliseconds since 1970, as is {@code lastAt}
 * @param key of the newest of them
 * @param primary what the primary answered there, redacted by rule
 * @param candidate what the candidate answered there, redacted by rule
 */
public record MismatchGroup(
    String experiment,
    String cause,
    long count,
    long firstAt,
    long lastAt,
    String key,
    String primary,
    String candidate) {}
