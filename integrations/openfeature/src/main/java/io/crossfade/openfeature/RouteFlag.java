package io.crossfade.openfeature;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be asked of a route as a flag: {@code crossfade.MIGRATION.reads} and so on. */
enum RouteFlag {
  /** The side on which somebody's reads begin. */
  READS("a string"),
  /** Whether somebody's reads are compared with the other side. */
  SHADOW("a boolean"),
  /** Whether new transactions wait. */
  HELD("a boolean"),
  /** Known only to be refused: who asks for it needs to hear why. */
  WRITES("refused");

  private final String type;

  RouteFlag(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  String key(String migration) {
    return "crossfade." + migration + "." + name().toLowerCase(Locale.ROOT);
  }

  static @Nullable RouteFlag of(String key, String migration) {
    for (RouteFlag flag : values()) {
      if (flag.key(migration).equals(key)) {
        return flag;
      }
    }
    return null;
  }
}
