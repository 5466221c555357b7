package io.crossfade.engine;

/// How far a migration has come. What is going on at the moment is the current step.
public enum Phase {
  /// Nothing has been done yet.
  NEW,
  /// Both sides are checked; the source keeps its log for us.
  PREPARED,
  /// Every chunk is in the target.
  BACKFILLED,
  /// The target has caught up and follows.
  FOLLOWING,
  /// Indexes and foreign keys are there.
  FINISHED,
  /// The last comparison was clean.
  VERIFIED,
  /// Reads go to the target.
  READS_SHIFTED,
  /// The target is written; the source follows it.
  CUT_OVER,
  /// The source is written again; the target follows it again.
  ROLLED_BACK,
  /// Ended on the target. Nothing of ours is left.
  CLEANED,
  /// Ended on the source. Nothing of ours is left.
  ABORTED;

  public boolean isEnd() {
    return this == CLEANED || this == ABORTED;
  }
}
