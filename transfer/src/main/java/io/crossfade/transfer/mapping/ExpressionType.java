package io.crossfade.transfer.mapping;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;

/** As what an expression sees a column. */
enum ExpressionType {
  INTEGER,
  DECIMAL,
  FLOAT,
  BOOLEAN,
  TIMESTAMP,
  /** Also whatever only the database understands. */
  STRING;

  /** Whole numbers of an expression have 64 bits, with a sign. */
  private static final int BITS = 64;

  static ExpressionType of(Kind kind) {
    return switch (kind.family()) {
      case INTEGER -> isBeyond(kind) ? DECIMAL : INTEGER;
      case FLAG, YEAR -> INTEGER;
      case DECIMAL -> DECIMAL;
      case FLOAT -> FLOAT;
      case BOOLEAN -> BOOLEAN;
      case DATE, TIMESTAMP, INSTANT -> TIMESTAMP;
      case TEXT, BYTES, TIME, INTERVAL, JSON, UUID, BITS, ENUMERATION, SET, OPAQUE -> STRING;
    };
  }

  private static boolean isBeyond(Kind integer) {
    return integer.size() >= BITS && integer.has(Trait.UNSIGNED);
  }

  /** How many bits a kind of whole numbers has. */
  static int bits(Kind integer) {
    return integer.family() == Family.FLAG
        ? 8
        : integer.family() == Family.YEAR ? 16 : integer.size();
  }
}
