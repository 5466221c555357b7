package io.crossfade.postgresql.key;

import java.util.Optional;

/**
 * The kinds of key columns whose order is provably the same here and in the server. Other types may
 * well be ordered alike, but a wrong guess would lose rows, while a missing one only makes larger
 * chunks.
 */
enum KeyKind {
  INTEGER {
    @Override
    int compare(String a, String b) {
      return Long.compare(Long.parseLong(a), Long.parseLong(b));
    }
  },

  /**
   * In canonical text both are lower case hexadecimal digits, whose order is that of the unsigned
   * bytes.
   */
  UUID_OR_BYTES {
    @Override
    int compare(String a, String b) {
      return a.compareTo(b);
    }
  },

  /** By the bytes of UTF-8, which is by code points; UTF-16 has another order from U+E000 on. */
  TEXT {
    @Override
    int compare(String a, String b) {
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

  abstract int compare(String a, String b);

  static Optional<KeyKind> of(String type) {
    return switch (type) {
      case "smallint", "integer", "bigint" -> Optional.of(INTEGER);
      case "uuid", "bytea" -> Optional.of(UUID_OR_BYTES);
      case "text", "character varying" -> Optional.of(TEXT);
      default ->
          type.startsWith("character varying(") && type.endsWith(")")
              ? Optional.of(TEXT)
              : Optional.empty();
    };
  }
}
