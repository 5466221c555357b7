package io.crossfade.model;

/**
 * A session of an application that cannot follow when writes move, and ends then.
 *
 * @param session who it is, for people
 * @param by what it has that cannot be taken along
 */
public record PinnedSession(String session, String by) {
  @Override
  public String toString() {
    return session + " (" + by + ")";
  }
}
