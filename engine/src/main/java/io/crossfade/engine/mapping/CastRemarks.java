package io.crossfade.engine.mapping;

import io.crossfade.model.Column;
import io.crossfade.transfer.mapping.ValueType;
import io.crossfade.transfer.mapping.ValueType.Kind;
import java.util.List;

/// Which casts may lose something on the way there and back.
final class CastRemarks {
  private CastRemarks() {}

  static void add(ScopedTable table, List<String> remarks) {
    for (Column column : table.kept()) {
      String to = table.targetType(column);
      if (!to.equals(column.type()) && !isExact(ValueType.of(column.type()), ValueType.of(to))) {
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

  static boolean isExact(ValueType from, ValueType to) {
    if (from.equals(to) || (to.kind() == Kind.TEXT && to.modifiers().isEmpty())) {
      return true;
    }
    return switch (from.kind()) {
      case INTEGER ->
          (to.kind() == Kind.INTEGER && to.bits() >= from.bits())
              || (to.kind() == Kind.DECIMAL && to.modifiers().isEmpty())
              || (to.kind() == Kind.FLOAT && !to.isSingle() && from.bits() <= 32);
      case FLOAT -> to.kind() == Kind.FLOAT && from.isSingle() && !to.isSingle();
      case DECIMAL -> to.kind() == Kind.DECIMAL && isWider(from, to);
      case TEXT -> from.keepsKeyOrder(to);
      case DATE -> isTime(to);
      case TIMESTAMP, ZONED_TIMESTAMP -> isTime(to) && to.modifiers().isEmpty();
      case BOOLEAN, OTHER -> false;
    };
  }

  /// As many digits before the point, and behind it.
  private static boolean isWider(ValueType from, ValueType to) {
    if (to.modifiers().isEmpty() || from.modifiers().isEmpty()) {
      return to.modifiers().isEmpty();
    }
    int more = scale(to) - scale(from);
    return more >= 0 && to.modifiers().getFirst() - from.modifiers().getFirst() >= more;
  }

  private static int scale(ValueType decimal) {
    return decimal.modifiers().size() > 1 ? decimal.modifiers().get(1) : 0;
  }

  private static boolean isTime(ValueType type) {
    return type.kind() == Kind.TIMESTAMP || type.kind() == Kind.ZONED_TIMESTAMP;
  }
}
