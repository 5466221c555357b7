package io.crossfade.connector;

/** Something that would stop a migration: what, where, and the command or edit that mends it. */
public record Problem(String what, String where, String mend) {
  @Override
  public String toString() {
    return where + ": " + what + "; " + mend;
  }
}
