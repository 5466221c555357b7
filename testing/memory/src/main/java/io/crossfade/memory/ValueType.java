package io.crossfade.memory;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The few types there are, each with one way to write a value. */
final class ValueType {
  private enum Kind {
    INTEGER,
    NUMERIC,
    TEXT,
    TIME
  }

  private static final Pattern SIZED =
      Pattern.compile("(numeric|character varying)\\((\\d+)(?:,(\\d+))?\\)");

  private final Kind kind;
  private final String spelling;

  /** The most a value may have: bits, digits or characters; 0 for no bound. */
  private final int size;

  private final int scale;

  private ValueType(Kind kind, String spelling, int size, int scale) {
    this.kind = kind;
    this.spelling = spelling;
    this.size = size;
    this.scale = scale;
  }

  /** Null where there is no such type. */
  static @Nullable ValueType find(String type) {
    switch (type) {
      case "smallint":
        return new ValueType(Kind.INTEGER, type, 16, 0);
      case "int", "integer":
        return new ValueType(Kind.INTEGER, "integer", 32, 0);
      case "bigint":
        return new ValueType(Kind.INTEGER, type, 64, 0);
      case "text":
        return new ValueType(Kind.TEXT, type, 0, 0);
      case "numeric":
        return new ValueType(Kind.NUMERIC, type, 0, 0);
      case "timestamptz", "timestamp with time zone":
        return new ValueType(Kind.TIME, "timestamp with time zone", 0, 0);
      default:
        return sized(type.replaceFirst("^varchar\\(", "character varying("));
    }
  }

  private static @Nullable ValueType sized(String type) {
    Matcher matcher = SIZED.matcher(type);
    if (!matcher.matches()) {
      return null;
    }
    Kind kind = matcher.group(1).equals("numeric") ? Kind.NUMERIC : Kind.TEXT;
    String scale = matcher.group(3);
    return new ValueType(
        kind,
        type,
        Integer.parseInt(matcher.group(2)),
        scale == null ? 0 : Integer.parseInt(scale));
  }

  static ValueType of(String type) {
    ValueType found = find(type);
    if (found == null) {
      throw new ServerError(ServerError.Kind.VALUE_REFUSED, "there is no type " + type);
    }
    return found;
  }

  String spelling() {
    return spelling;
  }

  /** Whether keys of this type are cut: our order is that of everybody. */
  boolean isOrdered() {
    return kind == Kind.INTEGER || kind == Kind.TEXT;
  }

  boolean isText() {
    return kind == Kind.TEXT;
  }

  /** The one text of this value; also the cast from any other type. */
  @Nullable String canonical(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      return switch (kind) {
        case TEXT -> text(value);
        case INTEGER -> integer(new BigDecimal(value));
        case NUMERIC -> size == 0 ? new BigDecimal(value).toPlainString() : numeric(value);
        case TIME -> OffsetDateTime.parse(value).toInstant().toString();
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw refused("a value does not have the form of its type");
    }
  }

  private String text(String value) {
    if (size > 0 && value.codePointCount(0, value.length()) > size) {
      throw refused("a text is too long for its column");
    }
    return value;
  }

  private String integer(BigDecimal number) {
    var rounded = number.setScale(0, RoundingMode.HALF_UP).unscaledValue();
    if (rounded.bitLength() >= size) {
      throw refused("a number is out of its column's range");
    }
    return rounded.toString();
  }

  private String numeric(String value) {
    BigDecimal rounded = new BigDecimal(value).setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() > size) {
      throw refused("a number is out of its column's range");
    }
    return rounded.toPlainString();
  }

  private static ServerError refused(String why) {
    return new ServerError(ServerError.Kind.VALUE_REFUSED, why);
  }
}
