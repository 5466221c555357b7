package io.crossfade.mysql.values;

import io.crossfade.model.values.ShortestFloat;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * In which form the bytes of a value come from the server, by the expressions of {@link Reading},
 * and how they become canonical text.
 */
public enum Form {
  /** Digits and the like: nothing in it has to be escaped. */
  PLAIN {
    @Override
    public String text(byte[] value) {
      return new String(value, StandardCharsets.ISO_8859_1);
    }
  },
  TEXT {
    @Override
    public String text(byte[] value) {
      return new String(value, StandardCharsets.UTF_8);
    }
  },
  /** Ends with a fraction of seconds, perhaps. */
  FRACTION {
    @Override
    public String text(byte[] value) {
      return new String(value, 0, withoutZeros(value), StandardCharsets.ISO_8859_1);
    }
  },
  /** In UTC, which is not said. */
  INSTANT {
    @Override
    public String text(byte[] value) {
      return FRACTION.text(value) + "+00";
    }
  },
  FLOAT {
    @Override
    public String text(byte[] value) {
      return ShortestFloat.print(Double.parseDouble(PLAIN.text(value)), true);
    }
  },
  DOUBLE {
    @Override
    public String text(byte[] value) {
      return ShortestFloat.print(Double.parseDouble(PLAIN.text(value)), false);
    }
  },
  BYTES {
    @Override
    public String text(byte[] value) {
      return "\\x" + HexFormat.of().formatHex(value);
    }
  };

  /** The canonical text. */
  public abstract String text(byte[] value);

  /** How much of a moment's text is left without the zeros at its fraction's end. */
  public static int withoutZeros(byte[] value) {
    int point = value.length - 1;
    while (point >= 0 && value[point] != '.') {
      point--;
    }
    if (point < 0) {
      return value.length;
    }
    int end = value.length;
    while (value[end - 1] == '0') {
      end--;
    }
    return end - 1 == point ? point : end;
  }
}
