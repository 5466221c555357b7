package io.crossfade.engine.mapping;

import io.crossfade.model.Column;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import java.util.List;

/// Which casts may lose something on the way there and back.
final class CastRemarks {
  private CastRemarks() {}

  static void add(ScopedTable table, List<String> remarks) {
    for (Column column : table.kept()) {
      String to = table.targetType(column);
      boolean said = table.dialects().same() || table.cast(column.name()) != null;
      boolean made = table.made(column.name()).isPresent();
      if (said
          && !made
          && !to.equals(column.type())
          && !isExact(column.kind(), table.targetKind(column))) {
        remarks.add(
            "column "
                + column.name()
                + " of "
                + table
                + " is cast from "
                + column.type()
                + " to "
                + to
                + ": what the cast rounds or cuts does not come back");
      }
    }
  }

  static boolean isExact(Kind from, Kind to) {
    if (to.family() == Family.OPAQUE || from.family() == Family.OPAQUE) {
      return from.equals(to) || (to.family() == Family.TEXT && isWhole(to));
    }
    if (from.equals(to) || (to.family() == Family.TEXT && isWhole(to))) {
      return true;
    }
    return switch (from.family()) {
      case INTEGER, FLAG, YEAR ->
          (to.family() == Family.INTEGER && to.size() >= bits(from))
              || (to.family() == Family.DECIMAL && to.size() == 0)
              || (to.family() == Family.FLOAT && to.size() == 64 && bits(from) <= 32);
      case FLOAT -> to.family() == Family.FLOAT && from.size() < to.size();
      case DECIMAL -> to.family() == Family.DECIMAL && isWider(from, to);
      case TEXT -> keepsKeyOrder(from, to);
      case DATE -> isTime(to);
      case TIMESTAMP, INSTANT -> isTime(to) && to.scale() == Kind.MICROSECONDS;
      case BOOLEAN, BYTES, TIME, INTERVAL, JSON, UUID, BITS, ENUMERATION, SET, OPAQUE -> false;
    };
  }

  /// Whether keys keep their order and stay distinct when the database casts them: the one thing
  /// that a key's cast may not change.
  static boolean keepsKeyOrder(Kind from, Kind to) {
    if (from.family() == Family.INTEGER) {
      return to.family() == Family.INTEGER;
    }
    return isPlainText(from)
        && isPlainText(to)
        && (to.size() == 0 || (from.size() > 0 && to.size() >= from.size()));
  }

  private static boolean isPlainText(Kind kind) {
    return kind.family() == Family.TEXT && !kind.endsBeforeBlanks();
  }

  private static boolean isWhole(Kind text) {
    return text.size() == 0 && !text.endsBeforeBlanks();
  }

  private static int bits(Kind whole) {
    return whole.family() == Family.INTEGER ? whole.size() : Byte.SIZE;
  }

  /// As many digits before the point, and behind it.
  private static boolean isWider(Kind from, Kind to) {
    if (to.size() == 0 || from.size() == 0) {
      return to.size() == 0;
    }
    int more = to.scale() - from.scale();
    return more >= 0 && to.size() - from.size() >= more;
  }

  private static boolean isTime(Kind kind) {
    return kind.is(Family.TIMESTAMP, Family.INSTANT);
  }
}
