package io.crossfade.engine;

import io.crossfade.connector.Identity;

/// Which server a side is on, as it is recorded: the number of its system, which standbys share,
/// and its timeline, which grows with every failover.
public record KnownServer(String system, long timeline) {
  private static final String TIMELINE = " on timeline ";

  public static KnownServer of(Identity identity) {
    return new KnownServer(identity.system(), identity.timeline());
  }

  static KnownServer parse(String text) {
    int at = text.indexOf(TIMELINE);
    return new KnownServer(
        text.substring(0, at), Long.parseLong(text.substring(at + TIMELINE.length())));
  }

  /// Whether it is a standby of the other, promoted since. One that was restored from a backup
  /// counts as such: it too has a part of the other's history, and then one of its own.
  boolean followsOn(KnownServer other) {
    return system.equals(other.system) && timeline > other.timeline;
  }

  @Override
  public String toString() {
    return system + TIMELINE + timeline;
  }
}
