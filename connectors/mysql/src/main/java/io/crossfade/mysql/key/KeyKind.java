package io.crossfade.mysql.key;

import io.crossfade.connector.LeadingColumns.ColumnOrder;
import io.crossfade.mysql.values.ValueType;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The kinds of key columns whose order is provably the same here and in the server. Other types may
 * well be ordered alike, but a wrong guess would lose rows, while a missing one only makes larger
 * chunks.
 */
enum KeyKind implements ColumnOrder {
  INTEGER {
    @Override
    public int compare(String a, String b) {
      return a.length() < LONGS && b.length() < LONGS
          ? Long.compare(Long.parseLong(a), Long.parseLong(b))
          : NUMERIC.compare(a, b);
    }
  },
  NUMERIC {
    @Override
    public int compare(String a, String b) {
      return new BigDecimal(a).compareTo(new BigDecimal(b));
    }
  },
  /** Of fixed width up to the fraction: the order of texts is that of moments, zero dates first. */
  MOMENT {
    @Override
    public int compare(String a, String b) {
      return a.compareTo(b);
    }
  },
  /** Lower case hexadecimal digits, whose order is that of the unsigned bytes. */
  BYTES {
    @Override
    public int compare(String a, String b) {
      return a.compareTo(b);
    }
  },
  /** By code points; UTF-16 has another order from U+E000 on. */
  TEXT {
    @Override
    public int compare(String a, String b) {
      int shorter = Math.min(a.length(), b.length());
      for (int i = 0; i < shorter; i++) {
        char x = a.charAt(i);
        char y = b.charAt(i);
        if (x != y) {
          boolean bothAlike = Character.isSurrogate(x) == Character.isSurrogate(y);
          return bothAlike ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
        }
      }
      return Integer.compare(a.length(), b.length());
    }
  };

  /** A shorter number fits into 64 bits. */
  private static final int LONGS = 19;

  static Optional<KeyKind> of(String type) {
    return switch (ValueType.of(type).family()) {
      case INTEGER -> Optional.of(INTEGER);
      case DECIMAL -> Optional.of(NUMERIC);
      case DATE, DATETIME, TIMESTAMP -> Optional.of(MOMENT);
      case BYTES -> Optional.of(BYTES);
      case TEXT -> Optional.of(TEXT);
      case FLOAT, DOUBLE, BIT, YEAR, TIME, JSON -> Optional.empty();
    };
  }
}
