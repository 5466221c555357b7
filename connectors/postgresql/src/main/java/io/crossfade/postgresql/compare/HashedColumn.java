package io.crossfade.postgresql.compare;

import io.crossfade.postgresql.mapping.MappedColumn;

/**
 * A column as it is hashed. A type is hashed natively only where its hash is exact (equal hashes
 * mean equal output) and the same in every server version; all others by their text: 1.0 and 1.00
 * have the same native hash, and enum values have another one in every cluster.
 *
 * <p>A cast to text is not always what the server gives out: that of {@code bpchar} drops trailing
 * blanks, that of {@code xml} keeps a declaration that no client sees, and a user's type may have
 * any cast. There {@code concat} asks the type's own output function.
 */
final class HashedColumn {
  private HashedColumn() {}

  static String of(MappedColumn column) {
    return switch (column.type()) {
      case "smallint",
          "integer",
          "bigint",
          "boolean",
          "uuid",
          "date",
          "timestamp without time zone",
          "timestamp with time zone" ->
          column.expression();
      default ->
          castIsExact(column.type())
              ? "(" + column.expression() + ")::text COLLATE \"C\""
              : printed(column.expression());
    };
  }

  private static boolean castIsExact(String type) {
    return !type.contains(".")
        && !type.equals("xml")
        && !type.equals("bpchar")
        && !type.equals("\"char\"")
        && !type.startsWith("character(");
  }

  /** A row of NULLs is no NULL, though {@code IS NULL} says so. */
  private static String printed(String expression) {
    return "CASE WHEN num_nulls("
        + expression
        + ") = 0 THEN concat("
        + expression
        + ") END COLLATE \"C\"";
  }
}
