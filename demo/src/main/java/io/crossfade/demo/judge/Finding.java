package io.crossfade.demo.judge;

/// Something in the database that the record does not explain.
///
/// @param where the transaction's tag, or the row
public record Finding(Fault fault, String where, String what) {

  /// What must have happened to it.
  public enum Fault {
    /// An acknowledged effect is not there.
    LOST,
    /// An effect is there more often than it was written, or although it was refused or rolled
    /// back.
    REPEATED
  }

  @Override
  public String toString() {
    return fault + " " + where + ": " + what;
  }
}
