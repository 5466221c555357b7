package io.crossfade.mysql.foreign;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Trait;

/**
 * The type, spelled as the catalog does, whose values are of another engine's kind. Texts are
 * compared exactly, for other engines do.
 */
final class ProposedType {
  /** Of a decimal. */
  private static final int MOST_DIGITS = 65;

  private static final int MOST_FRACTION = 30;

  /** Characters of a text that stands in its row, of which a table may have some dozens. */
  private static final int LONGEST_IN_ROW = 1_000;

  /** Characters of a text that a key can have, beside others in the same key. */
  static final int LONGEST_IN_KEY = 255;

  private static final int MOST_BITS = 64;

  private final String collation;

  /**
   * @param collation one that compares texts exactly
   */
  ProposedType(String collation) {
    this.collation = collation;
  }

  /**
   * @param inKey whether an index has to hold whole values
   */
  String of(Kind kind, boolean inKey) {
    return switch (kind.family()) {
      case INTEGER -> integer(kind.size()) + (kind.has(Trait.UNSIGNED) ? " unsigned" : "");
      case FLAG, BOOLEAN -> "tinyint(1)";
      case DECIMAL -> decimal(kind);
      case FLOAT -> kind.size() == 32 ? "float" : "double";
      case TEXT -> text(kind.size(), inKey);
      case BYTES -> bytes(kind, inKey);
      case DATE -> "date";
      case TIMESTAMP -> "datetime" + digits(kind);
      case INSTANT -> "timestamp" + digits(kind);
      case TIME -> "time" + digits(kind);
      case INTERVAL -> text(64, inKey);
      case YEAR -> "year";
      case JSON -> "json";
      case UUID -> "char(36) collate " + collation;
      case BITS ->
          kind.has(Trait.VARYING) || kind.size() > MOST_BITS
              ? text(kind.size(), inKey)
              : "bit(" + kind.size() + ")";
      case ENUMERATION, SET, OPAQUE -> text(0, inKey);
    };
  }

  private static String integer(int bits) {
    if (bits <= 8) {
      return "tinyint";
    }
    if (bits <= 16) {
      return "smallint";
    }
    return bits <= 24 ? "mediumint" : bits <= 32 ? "int" : "bigint";
  }

  private static String decimal(Kind kind) {
    int scale =
        kind.size() == 0 ? MOST_FRACTION : Math.max(0, Math.min(MOST_FRACTION, kind.scale()));
    int digits =
        kind.size() == 0
            ? MOST_DIGITS
            : Math.min(MOST_DIGITS, kind.size() + Math.max(0, -kind.scale()));
    return "decimal(" + Math.max(digits, scale) + "," + scale + ")";
  }

  private String text(int size, boolean inKey) {
    int longest = inKey ? LONGEST_IN_KEY : LONGEST_IN_ROW;
    if (size > 0 && size <= Math.max(longest, inKey ? 768 : 0)) {
      return "varchar(" + size + ") collate " + collation;
    }
    return (inKey ? "varchar(" + longest + ")" : "longtext") + " collate " + collation;
  }

  private static String bytes(Kind kind, boolean inKey) {
    int size = kind.size() == 0 && inKey ? LONGEST_IN_KEY : kind.size();
    if (size == 0 || size > LONGEST_IN_ROW) {
      return "longblob";
    }
    return (kind.has(Trait.FILLED) && size <= 255 ? "binary(" : "varbinary(") + size + ")";
  }

  private static String digits(Kind kind) {
    return kind.scale() == 0 ? "" : "(" + kind.scale() + ")";
  }
}
