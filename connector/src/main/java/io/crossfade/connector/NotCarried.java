package io.crossfade.connector;

/**
 * Something of the source that does not come to the target by itself.
 *
 * @param where what it belongs to, a table for instance
 * @param why or what to do about it
 */
public record NotCarried(String what, String where, String why) {
  @Override
  public String toString() {
    return "not carried: " + what + " of " + where + ": " + why;
  }
}
