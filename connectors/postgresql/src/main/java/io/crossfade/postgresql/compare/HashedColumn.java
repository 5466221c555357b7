package io.crossfade.postgresql.compare;

import io.crossfade.postgresql.mapping.MappedColumn;

/**
 * A column as it is hashed. A type is hashed natively only where its hash is exact (equal hashes
 * mean equal output) and the same in every server version; all others by their text: 1.0 and 1.00
 * have the same native hash, and enum values have another one in every cluster.
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
      default -> "(" + column.expression() + ")::text COLLATE \"C\"";
    };
  }
}
