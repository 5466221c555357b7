package io.crossfade.transfer.mapping;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Dates and timestamps between canonical text and expressions. All in UTC, as our sessions are. */
final class TimeText {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private TimeText() {}

  /** DateTimeException for what lies outside the years 1 to 9999, infinity included. */
  static Instant parse(String text, Kind kind) {
    if (kind.family() == Family.DATE) {
      return date(text, text.length()).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    String local = kind.family() == Family.INSTANT ? withoutZone(text) : text;
    return LocalDateTime.of(date(local, local.indexOf(' ')), time(local)).toInstant(ZoneOffset.UTC);
  }

  /** By hand, as the time: Java's own parsers take longer than all else that is done to a row. */
  private static LocalDate date(String text, int end) {
    if (end != 10) {
      throw new DateTimeException("outside the years 1 to 9999");
    }
    return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
  }

  private static LocalTime time(String text) {
    return LocalTime.of(
        number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), nanos(text));
  }

  private static int nanos(String text) {
    if (text.length() == 19) {
      return 0;
    }
    if (text.charAt(19) != '.') {
      throw new DateTimeException("before the year 1");
    }
    int nanos = number(text, 20, text.length());
    for (int digits = text.length() - 20; digits < 9; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("not a date");
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static String withoutZone(String text) {
    if (!text.endsWith("+00")) {
      throw new DateTimeException("not in UTC");
    }
    return text.substring(0, text.length() - 3);
  }

  static String print(Instant instant, Kind kind) {
    LocalDateTime time = LocalDateTime.ofInstant(rounded(instant, digits(kind)), ZoneOffset.UTC);
    if (time.getYear() < 1 || time.getYear() > 9999) {
      throw new DateTimeException("outside the years 1 to 9999");
    }
    if (kind.family() == Family.DATE) {
      return time.toLocalDate().toString();
    }
    String text = SECONDS.format(time) + fraction(time.getNano() / 1000);
    return kind.family() == Family.INSTANT ? text + "+00" : text;
  }

  private static String fraction(int micros) {
    if (micros == 0) {
      return "";
    }
    String digits = Integer.toString(1_000_000 + micros).substring(1);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return "." + digits.substring(0, end);
  }

  /** A date is cut and not rounded. */
  private static int digits(Kind kind) {
    return kind.family() == Family.DATE ? Kind.MICROSECONDS : kind.scale();
  }

  /** To the type's precision, half up as databases do. */
  private static Instant rounded(Instant instant, int digits) {
    long unit = Math.round(Math.pow(10, 9 - digits));
    long over = instant.getNano() % unit;
    Duration change = Duration.ofNanos(over * 2 >= unit ? unit - over : -over);
    return instant.plus(change);
  }
}
