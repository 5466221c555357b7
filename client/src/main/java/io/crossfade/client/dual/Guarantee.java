package io.crossfade.client.dual;

/** What is left of the word "this item is newer on one side" after a process has died. */
public enum Guarantee {
  /** It lies in the transaction of the first write: nothing is lost, whatever dies. */
  OUTBOX,
  /** It lies on the local disk before the first write: nothing is lost while that disk lives. */
  DURABLE_INTENT,
  /** It lies in memory: what a dead process has left is found by comparison only. */
  BEST_EFFORT
}
