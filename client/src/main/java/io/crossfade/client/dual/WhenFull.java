package io.crossfade.client.dual;

/** What becomes of a write while as many mirrors are under way as may be. */
public enum WhenFull {
  /** It waits for room before its first write, for a bounded time; then it is refused. */
  WAIT,
  /** It is refused before its first write. */
  REFUSE,
  /**
   * It goes on, and its mirror is left to the ledger. Not with {@link Guarantee#BEST_EFFORT}, whose
   * ledger is memory too, and not with {@link DualWriterBuilder#onMirrorFailure}.
   */
  LEAVE
}
