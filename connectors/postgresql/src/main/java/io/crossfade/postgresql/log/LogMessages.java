package io.crossfade.postgresql.log;

import io.crossfade.model.Mark;

/**
 * The logical messages that we write into the log. They need no table, thus no row that
 * transactions would queue for.
 */
final class LogMessages {
  static final String PREFIX = "crossfade";

  private LogMessages() {}

  /** What every transaction of ours that writes rows begins with. */
  static String of(Mark mark) {
    return mark.migration() + "/" + mark.direction();
  }

  /** What moves an idle stream. */
  static String marker(String migration) {
    return migration + "/marker";
  }
}
