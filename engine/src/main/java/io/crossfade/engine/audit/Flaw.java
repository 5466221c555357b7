package io.crossfade.engine.audit;

/// What is wrong with the audit.
///
/// @param number the first entry that is not as it was written
/// @param what for people
public record Flaw(Kind kind, long number, String what) {
  /// What is seen of it; how it came about nobody can know.
  public enum Kind {
    /// Its hash is not that of what it says.
    CHANGED,
    /// Entries before and after it are there.
    MISSING,
    /// It stands where it was not written: entries were removed, added or exchanged before it.
    MISPLACED,
    /// It has a right hash, and not the one by which it is known elsewhere.
    REWRITTEN,
    /// It is known elsewhere, and the audit ends before it.
    CUT,
    /// The store does not know that it was appended.
    ADDED
  }
}
