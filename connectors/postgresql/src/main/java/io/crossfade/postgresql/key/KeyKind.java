package io.crossfade.postgresql.key;

import io.crossfade.connector.LeadingColumns.ColumnOrder;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kinds of key columns whose order is provably the same here and in the server. Other types may
 * well be ordered alike, but a wrong guess would lose rows, while a missing one only makes larger
 * chunks.
 */
enum KeyKind implements ColumnOrder {
  INTEGER {
    @Override
    public int compare(String a, String b) {
      return Long.compare(Long.parseLong(a), Long.parseLong(b));
    }
  },

  /**
   * In canonical text both are lower case hexadecimal digits, whose order is that of the unsigned
   * bytes.
   */
  UUID_OR_BYTES {
    @Override
    public int compare(String a, String b) {
      return a.compareTo(b);
    }
  },

  /** By the bytes of UTF-8, which is by code points; UTF-16 has another order from U+E000 on. */
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
  },

  /** By value: how many decimals are written does not matter. NaN comes last, equal to itself. */
  NUMERIC {
    @Override
    public int compare(String a, String b) {
      int order = Integer.compare(end(a), end(b));
      return order != 0 || end(a) != 0 ? order : new BigDecimal(a).compareTo(new BigDecimal(b));
    }
  },

  /**
   * Dates, and timestamps with or without a zone, which all have UTC here. But for the year all
   * parts have a fixed width; a fraction of seconds comes after none.
   */
  MOMENT {
    @Override
    public int compare(String a, String b) {
      int order = Integer.compare(end(a), end(b));
      if (order != 0 || end(a) != 0) {
        return order;
      }
      int years = Integer.compare(year(a), year(b));
      return years != 0
          ? years
          : a.substring(a.indexOf('-')).compareTo(b.substring(b.indexOf('-')));
    }

    private static int year(String text) {
      int year = Integer.parseInt(text.substring(0, text.indexOf('-')));
      return text.endsWith(" BC") ? -year : year;
    }
  };

  private static final Pattern SIZED_NUMERIC = Pattern.compile("numeric\\(-?\\d+,-?\\d+\\)");
  private static final Pattern TIMESTAMP =
      Pattern.compile("timestamp(\\(\\d\\))? with(out)? time zone");

  /** At which end of the order a value stands by its name alone; 0 for all others. */
  private static int end(String text) {
    return switch (text) {
      case "-Infinity", "-infinity" -> -1;
      case "Infinity", "infinity" -> 1;
      case "NaN" -> 2;
      default -> 0;
    };
  }

  static Optional<KeyKind> of(String type) {
    return switch (type) {
      case "smallint", "integer", "bigint" -> Optional.of(INTEGER);
      case "uuid", "bytea" -> Optional.of(UUID_OR_BYTES);
      case "text", "character varying" -> Optional.of(TEXT);
      case "numeric" -> Optional.of(NUMERIC);
      case "date" -> Optional.of(MOMENT);
      default -> ofSized(type);
    };
  }

  private static Optional<KeyKind> ofSized(String type) {
    if (type.startsWith("character varying(") && type.endsWith(")")) {
      return Optional.of(TEXT);
    } else if (SIZED_NUMERIC.matcher(type).matches()) {
      return Optional.of(NUMERIC);
    }
    return TIMESTAMP.matcher(type).matches() ? Optional.of(MOMENT) : Optional.empty();
  }
}
