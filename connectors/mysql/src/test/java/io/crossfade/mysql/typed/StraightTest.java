package io.crossfade.mysql.typed;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.mysql.foreign.MySqlKinds;
import io.crossfade.mysql.values.Form;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A short cut gives what the way over the text gives, or leaves the value to it. */
class StraightTest {
  private final Random random = new Random(7);
  private int taken;

  @Test
  void wholeNumbersAreWhatTheirTextIs() {
    List<Kind> targets =
        List.of(
            Kind.integer(16),
            Kind.integer(32),
            Kind.integer(64),
            Kind.decimal(),
            Kind.decimal(20, 0),
            Kind.decimal(5, 2),
            Kind.of(Family.BOOLEAN));
    for (String sign : List.of("", " unsigned")) {
      for (Kind to : targets) {
        for (int bit = 0; bit < 64; bit += 3) {
          for (long near = -2; near <= 2; near++) {
            long value = (1L << bit) + near;
            whole(Wire.INT8, "tinyint" + sign, value, 1, to);
            whole(Wire.INT16, "smallint" + sign, value, 2, to);
            whole(Wire.INT32, "mediumint" + sign, value << 40 >> 40, 4, to);
            whole(Wire.INT32, "int" + sign, value, 4, to);
            whole(Wire.INT64, "bigint" + sign, value, 8, to);
            whole(Wire.INT64, "bigint" + sign, value * 10_000, 8, to);
          }
        }
      }
    }
    whole(Wire.INT8, "tinyint(1)", 5, 1, Kind.of(Family.BOOLEAN));
    whole(Wire.YEAR, "year", 2155, 2, Kind.integer(16));
    whole(Wire.YEAR, "year", 0, 2, Kind.integer(16));
    assertThat(taken).isGreaterThan(3_000);
  }

  private void whole(Wire wire, String type, long value, int bytes, Kind to) {
    byte[] all = bytes(8).putLong(value).array();
    boolean unsigned = type.endsWith("unsigned");
    if (type.equals("mediumint unsigned")) {
      all[3] = 0;
    }
    check(wire, unsigned, type, Arrays.copyOf(all, bytes), to);
  }

  @Test
  void daysAreThoseOfTheCalendar() {
    for (int i = 0; i < 1_000; i++) {
      int year = i * 10;
      moment(year, random.nextInt(13), random.nextInt(32));
    }
    for (int year : List.of(1, 1900, 2000, 2023, 2024)) {
      for (int month = 0; month <= 12; month++) {
        for (int day = 0; day <= 31; day++) {
          moment(year, month, day);
        }
      }
    }
    check(Wire.DATE, false, "date", new byte[0], Kind.of(Family.DATE));
    LocalDate last = LocalDate.of(9999, 12, 31);
    for (LocalDate d = LocalDate.of(1, 1, 1); d.isBefore(last); d = d.plusDays(97)) {
      assertThat(Calendar.days(d.getYear(), d.getMonthValue(), d.getDayOfMonth()))
          .isEqualTo(Calendar.days(d));
    }
    assertThat(taken).isGreaterThan(5_000);
  }

  private void moment(int year, int month, int day) {
    byte[] date = bytes(4).putShort((short) year).put((byte) month).put((byte) day).array();
    check(Wire.DATE, false, "date", date, Kind.of(Family.DATE));
    byte[] seconds = {
      (byte) random.nextInt(24), (byte) random.nextInt(60), (byte) random.nextInt(60)
    };
    byte[] second = bytes(7).put(date).put(seconds).array();
    byte[] micro = bytes(11).put(second).putInt(random.nextInt(1_000_000)).array();
    for (Family family : List.of(Family.TIMESTAMP, Family.INSTANT)) {
      for (byte[] value : List.of(date, second, micro)) {
        check(Wire.DATETIME, false, "datetime(6)", value, Kind.time(family, 6));
        check(Wire.DATETIME, false, "timestamp(6)", value, Kind.time(family, 6));
        check(Wire.DATETIME, false, "datetime(6)", value, Kind.time(family, 2));
      }
    }
  }

  @Test
  void decimalsKeepTheirDigits() {
    for (int whole = 1; whole <= 35; whole++) {
      for (int fraction = 0; fraction <= 30; fraction++) {
        String type = "decimal(" + (whole + fraction) + "," + fraction + ")";
        for (int i = 0; i < 3; i++) {
          String value =
              digits(random.nextInt(whole) + 1, i)
                  + (fraction == 0 ? "" : "." + digits(fraction, i));
          byte[] bytes =
              (random.nextBoolean() ? "-" + value : value).getBytes(StandardCharsets.UTF_8);
          check(Wire.BYTES, false, type, bytes, Kind.decimal());
          check(Wire.BYTES, false, type, bytes, Kind.decimal(65, 30));
          check(Wire.BYTES, false, type, bytes, Kind.decimal(12, 4));
        }
      }
    }
    assertThat(taken).isGreaterThan(5_000);
  }

  private String digits(int count, int which) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(which == 0 ? 0 : which == 1 ? 9 : random.nextInt(10));
    }
    return digits.toString();
  }

  @Test
  void floatsKeepTheirBits() {
    for (int i = 0; i < 2_000; i++) {
      float single = Float.intBitsToFloat(random.nextInt());
      double number = Double.longBitsToDouble(random.nextLong());
      if (Float.isFinite(single) && Double.isFinite(number)) {
        byte[] four = bytes(4).putFloat(single).array();
        byte[] eight = bytes(8).putDouble(number).array();
        check(Wire.FLOAT, false, "float", four, Kind.floating(32));
        check(Wire.FLOAT, false, "float", four, Kind.floating(64));
        check(Wire.DOUBLE, false, "double", eight, Kind.floating(64));
        check(Wire.DOUBLE, false, "double", eight, Kind.floating(32));
      }
    }
    assertThat(taken).isGreaterThan(1_000);
  }

  @Test
  void textsAndBytesAreWhatTheyWere() {
    List<String> values =
        List.of("", "a", "ab  ", "äöü", "\uD83D\uDE00x", "a\0b", "\\u0000", "long enough");
    List<Kind> targets =
        List.of(Kind.text(), Kind.text(3), Kind.text(3).with(Trait.PADDED), Kind.bytes());
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      for (Kind to : targets) {
        check(Wire.BYTES, false, "varchar(3)", bytes, to);
        check(Wire.BYTES, false, "longtext", bytes, to);
        check(Wire.BYTES, false, "char(9)", bytes, to);
        check(Wire.BYTES, false, "enum('a','b')", bytes, to);
      }
      check(Wire.BYTES, false, "blob", bytes, Kind.bytes());
      check(Wire.BYTES, false, "json", bytes, Kind.of(Family.JSON));
    }
    check(
        Wire.BYTES,
        false,
        "json",
        "\"\\\\u0000\"".getBytes(StandardCharsets.UTF_8),
        Kind.of(Family.JSON));
    assertThat(taken).isGreaterThan(40);
  }

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void check(Wire wire, boolean unsigned, String type, byte[] value, Kind to) {
    Kind from = MySqlKinds.of(type);
    Straight straight =
        Conversion.between(from, to).isEmpty() ? null : Straight.of(wire, unsigned, from, to);
    if (straight == null) {
      return;
    }
    Conversion conversion = Conversion.between(from, to).orElseThrow();
    // Not at the beginning of the row, and not at its end.
    byte[] row = ByteBuffer.allocate(value.length + 12).put(5, value).array();
    byte[] given = field(out -> straight.write(row, 5, 5 + value.length, out));
    if (given.length == 0) {
      return;
    }
    taken++;
    Form form =
        type.startsWith("timestamp")
            ? Form.INSTANT
            : from.family() == Family.BYTES ? Form.BYTES : Form.TEXT;
    byte[] expected =
        field(out -> {
          String text = wire.text(row, 5, 5 + value.length, unsigned, form);
          TypedForm.of(to).orElseThrow().write(conversion.apply(text), out);
        });
    boolean same =
        to.family() == Family.DECIMAL
            ? isSame(number(given), number(expected), to)
            : Arrays.equals(given, expected);
    if (!same) {
      throw new AssertionError(
          "%s of %s for %s: %s instead of %s"
              .formatted(hex(value), type, to, hex(given), hex(expected)));
    }
  }

  /** The column's own scale is given to it by the server. */
  private static boolean isSame(BigDecimal one, BigDecimal other, Kind to) {
    return to.size() == 0 ? one.equals(other) : one.compareTo(other) == 0;
  }

  /** Read back as the layout says. */
  private static BigDecimal number(byte[] field) {
    ByteBuffer in = ByteBuffer.wrap(field);
    assertThat(in.getInt()).isEqualTo(field.length - 4);
    int groups = in.getShort();
    int weight = in.getShort();
    boolean negative = in.getShort() == 0x4000;
    int scale = in.getShort();
    BigDecimal number = BigDecimal.ZERO;
    for (int i = 0; i < groups; i++) {
      BigDecimal group = BigDecimal.valueOf(in.getShort());
      number = number.add(group.scaleByPowerOfTen(4 * (weight - i)));
    }
    assertThat(in.hasRemaining()).isFalse();
    return (negative ? number.negate() : number).setScale(scale);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private interface Work {
    void on(TypedRows out) throws Exception;
  }

  private static byte[] field(Work work) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TypedRows out = new TypedRows(bytes::write);
    try {
      work.on(out);
    } catch (Exception e) {
      throw new AssertionError("the way over the text refuses what the short cut takes", e);
    }
    out.end();
    byte[] all = bytes.toByteArray();
    return Arrays.copyOf(all, all.length - 2);
  }
}
