package io.crossfade.model;

/**
 * The ledger of one store in numbers: items that are newer on one side than on the other.
 *
 * @param pending how many there are now, those set apart included
 * @param apart how many of them are not tried again by themselves
 * @param oldestMillis how long the oldest has been there; 0 where there is none
 * @param mirrored items that were brought to the other side since this router began
 * @param diverged how many of them were found different there, afterwards
 */
public record LedgerCount(
    String store, long pending, long apart, long oldestMillis, long mirrored, long diverged) {}
