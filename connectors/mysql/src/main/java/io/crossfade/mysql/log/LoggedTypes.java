package io.crossfade.mysql.log;

import io.crossfade.model.values.ShortestFloat;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lays what the log says of a column beside the type that we know of it. */
final class LoggedTypes {
  static final int TINY = 1;
  static final int SHORT = 2;
  static final int LONG = 3;
  static final int FLOAT = 4;
  static final int DOUBLE = 5;
  static final int TIMESTAMP = 7;
  static final int LONGLONG = 8;
  static final int INT24 = 9;
  static final int DATE = 10;
  static final int TIME = 11;
  static final int DATETIME = 12;
  static final int YEAR = 13;
  static final int VARCHAR = 15;
  static final int BIT = 16;
  static final int TIMESTAMP2 = 17;
  static final int DATETIME2 = 18;
  static final int TIME2 = 19;
  static final int BLOB_COMPRESSED = 140;
  static final int VARCHAR_COMPRESSED = 141;
  static final int JSON = 245;
  static final int DECIMAL = 246;
  static final int ENUM = 247;
  static final int SET = 248;
  static final int BLOB = 252;
  static final int STRING = 254;
  static final int GEOMETRY = 255;

  private static final HexFormat HEX = HexFormat.of();
  private static final int ONE_BYTE = 255;

  private final Function<String, Charsets.Decoding> charsets;

  LoggedTypes(Function<String, Charsets.Decoding> charsets) {
    this.charsets = charsets;
  }

  /** Empty where the log's column is of another type than this one. */
  Optional<LoggedValue> match(LoggedColumn logged, String type) {
    ColumnType known = ColumnType.parse(type);
    boolean sameSign =
        logged.unsigned() == null
            || logged.unsigned() == known.unsigned()
            || known.name().equals("year"); // It has no sign, and the log says so.
    return sameSign && sameCharset(logged, known) && sameLabels(logged, known)
        ? Optional.ofNullable(value(logged, known))
        : Optional.empty();
  }

  private static boolean sameCharset(LoggedColumn logged, ColumnType known) {
    String charset = logged.charset();
    String expected =
        switch (known.name()) {
          case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> "binary";
          default -> known.charset();
        };
    return charset == null
        || expected.isEmpty()
        || charset.replace("utf8mb3", "utf8").equals(expected.replace("utf8mb3", "utf8"));
  }

  private boolean sameLabels(LoggedColumn logged, ColumnType known) {
    List<byte[]> labels = logged.labels();
    if (labels == null) {
      return true;
    }
    Charsets.Decoding decoding = charsets.apply(known.charset());
    return labels.stream()
        .map(label -> decoding.text(label, 0, label.length))
        .toList()
        .equals(known.labels());
  }

  private @Nullable LoggedValue value(LoggedColumn logged, ColumnType known) {
    int meta = logged.meta();
    boolean signed = !known.unsigned();
    return switch (known.name()) {
      case "tinyint" ->
          when(logged.type() == TINY, 1, in -> number(signed ? (byte) in.int8() : in.int8()));
      case "smallint" ->
          when(logged.type() == SHORT, 2, in -> number(signed ? (short) in.int16() : in.int16()));
      case "mediumint" ->
          when(logged.type() == INT24, 3, in -> number(signed ? in.int24() << 8 >> 8 : in.int24()));
      case "int" ->
          when(logged.type() == LONG, 4, in -> Long.toString(signed ? in.int32() : in.uint32()));
      case "bigint" ->
          when(
              logged.type() == LONGLONG,
              8,
              signed ? in -> Long.toString(in.int64()) : in -> Long.toUnsignedString(in.int64()));
      case "year" -> when(logged.type() == YEAR, 1, Times::year);
      case "float" ->
          when(
              logged.type() == FLOAT,
              4,
              in -> ShortestFloat.print(Float.intBitsToFloat(in.int32()), true));
      case "double" ->
          when(
              logged.type() == DOUBLE,
              8,
              in -> ShortestFloat.print(Double.longBitsToDouble(in.int64()), false));
      case "decimal" -> decimal(logged, known);
      case "bit" -> bits(logged, known);
      case "date" -> when(logged.type() == DATE, 3, Times::date);
      case "time", "datetime", "timestamp" -> time(logged, known);
      case "enum", "set" -> labels(logged, known);
      case "char" -> fixedText(logged, known);
      case "varchar" ->
          when(
              logged.type() == VARCHAR && meta == bytes(known),
              sizeBytes(meta),
              text(known.charset(), false));
      case "tinytext", "text", "mediumtext", "longtext" ->
          blob(logged, known, text(known.charset(), false));
      case "json" -> json(logged);
      case "tinyblob", "blob", "mediumblob", "longblob" -> blob(logged, known, LoggedTypes::hex);
      case "varbinary" ->
          when(logged.type() == VARCHAR && meta == known.size(), sizeBytes(meta), LoggedTypes::hex);
      case "binary" -> binary(logged, known);
      case "uuid", "inet4", "inet6" -> Addresses.of(logged, known.name());
      default -> null;
    };
  }

  /** For values that are passed over, of a type of which no more is known than its size. */
  Optional<LoggedValue> skipping(LoggedColumn logged) {
    int meta = logged.meta();
    LoggedValue.Reading nothing = in -> "";
    LoggedValue.Printing none = (bytes, from, length) -> "";
    return switch (logged.type()) {
      case TINY, YEAR -> Optional.of(new LoggedValue.Fixed(1, nothing));
      case SHORT -> Optional.of(new LoggedValue.Fixed(2, nothing));
      case INT24, DATE, TIME -> Optional.of(new LoggedValue.Fixed(3, nothing));
      case LONG, FLOAT, TIMESTAMP -> Optional.of(new LoggedValue.Fixed(4, nothing));
      case LONGLONG, DOUBLE, DATETIME -> Optional.of(new LoggedValue.Fixed(8, nothing));
      case TIME2 -> Optional.of(new LoggedValue.Fixed(3 + Times.fractionSize(meta), nothing));
      case DATETIME2 -> Optional.of(new LoggedValue.Fixed(5 + Times.fractionSize(meta), nothing));
      case TIMESTAMP2 -> Optional.of(new LoggedValue.Fixed(4 + Times.fractionSize(meta), nothing));
      case DECIMAL ->
          Optional.of(new LoggedValue.Fixed(Decimals.size(meta & 0xff, meta >> 8), nothing));
      case BIT ->
          Optional.of(new LoggedValue.Fixed((meta >> 8) + ((meta & 0xff) == 0 ? 0 : 1), nothing));
      case ENUM, SET -> Optional.of(new LoggedValue.Fixed(meta, nothing));
      case STRING, VARCHAR, VARCHAR_COMPRESSED ->
          Optional.of(new LoggedValue.Sized(sizeBytes(meta), none));
      case BLOB, JSON, GEOMETRY, BLOB_COMPRESSED -> Optional.of(new LoggedValue.Sized(meta, none));
      default -> Optional.empty();
    };
  }

  private static String number(int value) {
    return Integer.toString(value);
  }

  private static @Nullable LoggedValue when(boolean same, int size, LoggedValue.Reading reading) {
    return same ? new LoggedValue.Fixed(size, reading) : null;
  }

  private static @Nullable LoggedValue when(
      boolean same, int sizeBytes, LoggedValue.Printing printing) {
    return same ? new LoggedValue.Sized(sizeBytes, printing) : null;
  }

  private static @Nullable LoggedValue decimal(LoggedColumn logged, ColumnType known) {
    int precision = known.size() < 0 ? 10 : known.size();
    int scale = known.scale();
    boolean same = logged.type() == DECIMAL && logged.meta() == (precision | scale << 8);
    return when(same, Decimals.size(precision, scale), in -> Decimals.print(in, precision, scale));
  }

  private static @Nullable LoggedValue bits(LoggedColumn logged, ColumnType known) {
    int count = Math.max(1, known.size());
    int logs = (logged.meta() >> 8) * 8 + (logged.meta() & 0xff);
    int size = (count + 7) / 8;
    return when(
        logged.type() == BIT && logs == count,
        size,
        in -> {
          char[] digits = new char[count];
          byte[] bytes = in.copy(size);
          for (int i = 0; i < count; i++) {
            int place = size * 8 - count + i;
            digits[i] = (bytes[place >> 3] >> 7 - (place & 7) & 1) == 0 ? '0' : '1';
          }
          return new String(digits);
        });
  }

  /** Tables from long ago keep the older forms, until they are written anew. */
  private static @Nullable LoggedValue time(LoggedColumn logged, ColumnType known) {
    int digits = Math.max(0, known.size());
    int size = Times.fractionSize(digits);
    boolean same = logged.meta() == digits;
    return switch (known.name()) {
      case "time" ->
          logged.type() == TIME && digits == 0
              ? new LoggedValue.Fixed(3, Times::oldTime)
              : when(same && logged.type() == TIME2, 3 + size, in -> Times.time(in, digits));
      case "datetime" ->
          logged.type() == DATETIME && digits == 0
              ? new LoggedValue.Fixed(8, Times::oldDatetime)
              : when(
                  same && logged.type() == DATETIME2, 5 + size, in -> Times.datetime(in, digits));
      default ->
          logged.type() == TIMESTAMP && digits == 0
              ? new LoggedValue.Fixed(4, Times::oldTimestamp)
              : when(
                  same && logged.type() == TIMESTAMP2, 4 + size, in -> Times.timestamp(in, digits));
    };
  }

  private static @Nullable LoggedValue labels(LoggedColumn logged, ColumnType known) {
    List<String> labels = known.labels();
    int size = logged.meta();
    return known.name().equals("enum")
        ? when(logged.type() == ENUM, size, in -> label(labels, (int) in.little(size)))
        : when(
            logged.type() == SET && size == setSize(labels.size()),
            size,
            in -> members(labels, size == 8 ? in.int64() : in.little(size)));
  }

  private static int setSize(int labels) {
    int bytes = (labels + 7) / 8;
    return bytes > 4 ? 8 : bytes;
  }

  /** Number 0 is what a server that is not strict takes for a wrong value. */
  private static String label(List<String> labels, int number) {
    return number == 0 ? "" : labels.get(number - 1);
  }

  private static String members(List<String> labels, long bits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      if ((bits >> i & 1) != 0) {
        text.append(text.isEmpty() ? "" : ",").append(labels.get(i));
      }
    }
    return text.toString();
  }

  private @Nullable LoggedValue fixedText(LoggedColumn logged, ColumnType known) {
    return when(
        logged.type() == STRING && logged.meta() == bytes(known),
        sizeBytes(logged.meta()),
        text(known.charset(), true));
  }

  /** The log cuts zeros off at the end. */
  private static @Nullable LoggedValue binary(LoggedColumn logged, ColumnType known) {
    int size = known.size();
    return when(
        logged.type() == STRING && logged.meta() == size,
        sizeBytes(size),
        (bytes, from, length) -> hex(bytes, from, length) + "00".repeat(size - length));
  }

  private @Nullable LoggedValue blob(
      LoggedColumn logged, ColumnType known, LoggedValue.Printing printing) {
    int size =
        switch (known.name().charAt(0)) {
          case 't' -> known.name().startsWith("tiny") ? 1 : 2;
          case 'm' -> 3;
          case 'l' -> 4;
          default -> 2;
        };
    return when(logged.type() == BLOB && logged.meta() == size, size, printing);
  }

  /** On MariaDB it is a text like others. */
  private static @Nullable LoggedValue json(LoggedColumn logged) {
    return logged.type() == JSON
        ? new LoggedValue.Sized(logged.meta(), JsonText::print)
        : when(logged.type() == BLOB, logged.meta(), Charsets.of(StandardCharsets.UTF_8)::text);
  }

  private static int bytes(ColumnType known) {
    return known.size() * Charsets.longest(known.charset());
  }

  private static int sizeBytes(int most) {
    return most > ONE_BYTE ? 2 : 1;
  }

  /**
   * @param padded whether blanks at the end are not part of the value
   */
  private LoggedValue.Printing text(String charset, boolean padded) {
    Charsets.Decoding decoding = charsets.apply(charset);
    return padded
        ? (bytes, from, length) -> {
          String text = decoding.text(bytes, from, length);
          int end = text.length();
          while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
          }
          return text.substring(0, end);
        }
        : decoding::text;
  }

  private static String hex(byte[] bytes, int from, int length) {
    return "\\x" + HEX.formatHex(bytes, from, from + length);
  }
}
