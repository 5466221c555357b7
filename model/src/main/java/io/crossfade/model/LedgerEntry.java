package io.crossfade.model;

/**
 * One item whose newest state has not arrived on the other side.
 *
 * @param from the side that has it
 * @param apart whether it is set apart: tried too often, and not tried again by itself
 * @param attempts that have failed
 * @param since when it was written, in milliseconds since 1970
 * @param error of the last attempt, without values; empty where there was none
 */
public record LedgerEntry(
    String store, String key, Side from, boolean apart, int attempts, long since, String error) {}
