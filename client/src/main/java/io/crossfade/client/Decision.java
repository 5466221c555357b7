package io.crossfade.client;

/** Why work went to a side. */
public enum Decision {
  /** All of its kind goes there by the route. */
  ROUTE,
  /** By the percentage of the reads and the key's bucket. */
  PERCENTAGE,
  /** By a list of the route, or an override for its key. */
  LIST,
  /** Its own write has not arrived on the other side. */
  OWN_WRITE,
  /** The other side was not asked: its breaker is open, or too many ask it. */
  BREAKER,
  /** The other side was asked, and failed or took too long. */
  FALLBACK
}
