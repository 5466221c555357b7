package io.crossfade.mysql.log;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Dates and times as the server packs them, and as we write them. */
final class Times {
  private static final long TIME_OFFSET = 0x800000;
  private static final long DATETIME_OFFSET = 0x8000000000L;
  private static final int MICROS = 24;
  private static final int MOST_DIGITS = 6;

  private Times() {}

  /** How many bytes a fraction of so many digits takes. */
  static int fractionSize(int digits) {
    return (digits + 1) / 2;
  }

  static String date(Bytes in) {
    int value = in.int24();
    StringBuilder text = new StringBuilder(10);
    date(text, value >>> 9, value >>> 5 & 15, value & 31);
    return text.toString();
  }

  static String year(Bytes in) {
    int value = in.int8();
    return value == 0 ? "0000" : Integer.toString(1900 + value);
  }

  static String time(Bytes in, int digits) {
    long whole = in.big(3) - TIME_OFFSET;
    long fraction = in.big(fractionSize(digits));
    long unit = 1L << 8 * fractionSize(digits);
    if (whole < 0 && fraction != 0) {
      // Both parts together are one negative number.
      whole++;
      fraction -= unit;
    }
    boolean negative = whole < 0 || fraction < 0;
    long hms = Math.abs(whole);
    StringBuilder text = new StringBuilder(17);
    if (negative) {
      text.append('-');
    }
    long hours = hms >> 12 & 1023;
    if (hours >= 100) {
      text.append(hours);
    } else {
      two(text, (int) hours);
    }
    clock(text.append(':'), (int) (hms >> 6 & 63), (int) (hms & 63));
    fraction(text, micros(Math.abs(fraction), digits));
    return text.toString();
  }

  /** From before MySQL 5.6, and of MariaDB where it was told so: without fractions. */
  static String oldTime(Bytes in) {
    int value = in.int24() << 8 >> 8;
    int digits = Math.abs(value);
    StringBuilder text = new StringBuilder(10);
    if (value < 0) {
      text.append('-');
    }
    int hours = digits / 10_000;
    if (hours >= 100) {
      text.append(hours);
    } else {
      two(text, hours);
    }
    clock(text.append(':'), digits / 100 % 100, digits % 100);
    return text.toString();
  }

  static String datetime(Bytes in, int digits) {
    long packed = in.big(5) - DATETIME_OFFSET;
    long fraction = in.big(fractionSize(digits));
    long day = packed >> 17;
    int month = (int) (day >> 5);
    StringBuilder text = new StringBuilder(26);
    date(text, month / 13, month % 13, (int) (day & 31));
    two(text.append(' '), (int) (packed >> 12 & 31));
    clock(text.append(':'), (int) (packed >> 6 & 63), (int) (packed & 63));
    fraction(text, micros(fraction, digits));
    return text.toString();
  }

  static String oldDatetime(Bytes in) {
    long value = in.int64();
    long day = value / 1_000_000;
    int time = (int) (value % 1_000_000);
    StringBuilder text = new StringBuilder(19);
    date(text, (int) (day / 10_000), (int) (day / 100 % 100), (int) (day % 100));
    two(text.append(' '), time / 10_000);
    clock(text.append(':'), time / 100 % 100, time % 100);
    return text.toString();
  }

  static String timestamp(Bytes in, int digits) {
    long seconds = in.big(4);
    return timestamp(seconds, micros(in.big(fractionSize(digits)), digits));
  }

  static String oldTimestamp(Bytes in) {
    return timestamp(in.uint32(), 0);
  }

  private static String timestamp(long seconds, int micros) {
    StringBuilder text = new StringBuilder(29);
    if (seconds == 0 && micros == 0) {
      text.append("0000-00-00 00:00:00");
    } else {
      LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
      date(text, time.getYear(), time.getMonthValue(), time.getDayOfMonth());
      two(text.append(' '), time.getHour());
      clock(text.append(':'), time.getMinute(), time.getSecond());
      fraction(text, micros);
    }
    return text.append("+00").toString();
  }

  /** As JSON holds them: all in one number. */
  static void jsonTime(StringBuilder text, long packed) {
    if (packed < 0) {
      text.append('-');
    }
    long hms = Math.abs(packed) >> MICROS;
    two(text, (int) (hms >> 12 & 1023));
    clock(text.append(':'), (int) (hms >> 6 & 63), (int) (hms & 63));
    allDigits(text, packed);
  }

  static void jsonDate(StringBuilder text, long packed) {
    long day = packed >> MICROS + 17;
    int month = (int) (day >> 5);
    date(text, month / 13, month % 13, (int) (day & 31));
  }

  static void jsonDatetime(StringBuilder text, long packed) {
    jsonDate(text, packed);
    long hms = packed >> MICROS;
    two(text.append(' '), (int) (hms >> 12 & 31));
    clock(text.append(':'), (int) (hms >> 6 & 63), (int) (hms & 63));
    allDigits(text, packed);
  }

  private static void allDigits(StringBuilder text, long packed) {
    long micros = Math.abs(packed) & (1L << MICROS) - 1;
    text.append('.').append(Long.toString(1_000_000 + micros), 1, 7);
  }

  private static int micros(long fraction, int digits) {
    return (int)
        switch (fractionSize(digits)) {
          case 0 -> 0;
          case 1 -> fraction * 10_000;
          case 2 -> fraction * 100;
          default -> fraction;
        };
  }

  private static void date(StringBuilder text, int year, int month, int day) {
    text.append((char) ('0' + year / 1000)).append((char) ('0' + year / 100 % 10));
    two(text, year % 100);
    two(text.append('-'), month);
    two(text.append('-'), day);
  }

  private static void clock(StringBuilder text, int minutes, int seconds) {
    two(text, minutes);
    two(text.append(':'), seconds);
  }

  /** Without trailing zeros, and nothing at all where there is none. */
  private static void fraction(StringBuilder text, int micros) {
    if (micros == 0) {
      return;
    }
    String digits = Integer.toString(1_000_000 + micros);
    int end = MOST_DIGITS + 1;
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    text.append('.').append(digits, 1, end);
  }

  private static void two(StringBuilder text, int value) {
    text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
