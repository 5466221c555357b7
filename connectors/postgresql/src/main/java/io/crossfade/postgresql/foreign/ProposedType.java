package io.crossfade.postgresql.foreign;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Trait;
import org.jspecify.annotations.Nullable;

/** The type, spelled as the catalog does, whose values are of another engine's kind. */
final class ProposedType {
  private static final int LONGEST_TEXT = 10_485_760;

  private ProposedType() {}

  /**
   * Null where there is none.
   *
   * @param isKey whether the column numbers rows, or finds them
   */
  static @Nullable String of(Kind kind, boolean isKey) {
    return switch (kind.family()) {
      case INTEGER -> integer(kind, isKey);
      case YEAR -> "smallint";
      case FLAG, BOOLEAN -> "boolean";
      case DECIMAL ->
          kind.size() == 0 ? "numeric" : "numeric(" + kind.size() + "," + kind.scale() + ")";
      case FLOAT -> kind.size() == 32 ? "real" : "double precision";
      case TEXT -> text(kind);
      case BYTES -> "bytea";
      case DATE -> "date";
      case TIMESTAMP -> "timestamp" + digits(kind) + " without time zone";
      case INSTANT -> "timestamp" + digits(kind) + " with time zone";
      case TIME -> "time" + digits(kind) + " without time zone";
      case INTERVAL -> "interval" + digits(kind);
      case JSON -> "jsonb";
      case UUID -> "uuid";
      case BITS -> bits(kind);
      case ENUMERATION, SET -> "text";
      case OPAQUE -> null;
    };
  }

  /** Numbers of rows do not come so far that they need more than a bigint. */
  private static String integer(Kind kind, boolean isKey) {
    int bits = kind.size() + (kind.has(Trait.UNSIGNED) ? 1 : 0);
    if (bits <= 16) {
      return "smallint";
    }
    if (bits <= 32) {
      return "integer";
    }
    return bits <= 64 || isKey ? "bigint" : "numeric(20,0)";
  }

  private static String text(Kind kind) {
    if (kind.size() == 0 || kind.size() > LONGEST_TEXT) {
      return "text";
    }
    return (kind.has(Trait.PADDED) ? "character(" : "character varying(") + kind.size() + ")";
  }

  private static String digits(Kind kind) {
    return kind.scale() == Kind.MICROSECONDS ? "" : "(" + kind.scale() + ")";
  }

  private static String bits(Kind kind) {
    if (!kind.has(Trait.VARYING)) {
      return "bit(" + kind.size() + ")";
    }
    return kind.size() == 0 ? "bit varying" : "bit varying(" + kind.size() + ")";
  }
}
