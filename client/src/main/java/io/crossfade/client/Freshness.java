package io.crossfade.client;

/**
 * How an application asks whether its own writes have arrived on the other side.
 *
 * @param positionQuery on the written side: one row, one text column, a position that covers all
 *     commits so far
 * @param reachedQuery on the side to be read: one parameter (that text), one row, one boolean
 */
public record Freshness(String positionQuery, String reachedQuery) {}
