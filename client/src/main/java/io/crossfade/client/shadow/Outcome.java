package io.crossfade.client.shadow;

/** What becomes of a read that was to be compared: each ends in exactly one of them. */
public enum Outcome {
  /** Both said the same at once. */
  EQUAL,
  /** They differed, and said the same once the side that follows had caught up. */
  LAG,
  /** They differ although it has caught up. */
  MISMATCH,
  /** The candidate fails, again and again, where the primary answers. */
  FAILED,
  /** They differed, and nobody could say which of the two it was: the row changes all the time. */
  UNSETTLED,
  /** The candidate took too long, and was interrupted. */
  TIMEOUT,
  /** It was not asked: too many were asked already, or its side is not asked now. */
  SKIPPED,
  /** The answers cannot be compared, or a comparator threw. */
  INCOMPARABLE
}
