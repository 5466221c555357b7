package io.crossfade.mysql.bulk;

import io.crossfade.mysql.values.Literal;
import io.crossfade.mysql.values.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a canonical text becomes as a parameter. A form takes only what it is sure of: where the
 * server makes the same of it as of the {@link Literal}. Days and times stay texts, for they may be
 * of no calendar.
 */
public enum BulkForm {
  SIGNED(BulkForm.EIGHT_BYTES) {
    @Override
    void put(String value, BulkBuffer to) {
      to.eight(Long.parseLong(onlyOf("-0123456789", value)));
    }
  },
  UNSIGNED(BulkForm.EIGHT_BYTES | BulkForm.WITHOUT_SIGN) {
    @Override
    void put(String value, BulkBuffer to) {
      to.eight(Long.parseUnsignedLong(onlyOf("0123456789", value)));
    }
  },
  DECIMAL(0xf6) {
    @Override
    void put(String value, BulkBuffer to) {
      if (value.length() > MOST_DIGITS || !Literal.isNumber(value)) {
        throw new IllegalArgumentException("no decimal");
      }
      to.sized(value.getBytes(StandardCharsets.ISO_8859_1));
    }
  },
  FLOAT(BulkForm.FLOATING) {
    @Override
    void put(String value, BulkBuffer to) {
      to.eight(finite(Float.parseFloat(onlyOf("+-.0123456789Ee", value))));
    }
  },
  DOUBLE(BulkForm.FLOATING) {
    @Override
    void put(String value, BulkBuffer to) {
      to.eight(finite(Double.parseDouble(onlyOf("+-.0123456789Ee", value))));
    }
  },
  BITS(BulkForm.EIGHT_BYTES | BulkForm.WITHOUT_SIGN) {
    @Override
    void put(String value, BulkBuffer to) {
      to.eight(Long.parseUnsignedLong(onlyOf("01", value), 2));
    }
  },
  TEXT(0xfd) {
    @Override
    void put(String value, BulkBuffer to) {
      to.sized(value.getBytes(StandardCharsets.UTF_8));
    }
  },
  INSTANT(0xfd) {
    @Override
    void put(String value, BulkBuffer to) {
      TEXT.put(Literal.withoutZone(value), to);
    }
  },
  BYTES(0xfb) {
    @Override
    void put(String value, BulkBuffer to) {
      if (!value.startsWith("\\x")) {
        throw new IllegalArgumentException("no bytes");
      }
      to.sized(HexFormat.of().parseHex(value, 2, value.length()));
    }
  };

  private static final int EIGHT_BYTES = 8;
  private static final int FLOATING = 5;
  private static final int WITHOUT_SIGN = 0x8000;

  /** Those that the server keeps, with a sign and a point. */
  private static final int MOST_DIGITS = 67;

  private final int type;

  BulkForm(int type) {
    this.type = type;
  }

  /**
   * @param spelled as the catalog has it, e.g. {@code bigint unsigned}
   */
  public static BulkForm of(String spelled) {
    return switch (ValueType.of(spelled).family()) {
      case INTEGER -> spelled.toLowerCase(Locale.ROOT).contains("unsigned") ? UNSIGNED : SIGNED;
      case DECIMAL -> DECIMAL;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case BIT -> BITS;
      case TIMESTAMP -> INSTANT;
      case YEAR, DATE, TIME, DATETIME, TEXT, JSON -> TEXT;
      case BYTES -> BYTES;
    };
  }

  /** The protocol's number of its type, and its flags in the upper byte. */
  int type() {
    return type;
  }

  /** Throws IllegalArgumentException where it is not sure. */
  abstract void put(String value, BulkBuffer to);

  /** Java would read more than the server does. */
  private static String onlyOf(String characters, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (characters.indexOf(value.charAt(i)) < 0) {
        throw new IllegalArgumentException("no number");
      }
    }
    return value;
  }

  private static long finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("too large");
    }
    return Double.doubleToRawLongBits(value);
  }
}
