package io.crossfade.transfer.mapping;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Dates and timestamps between canonical text and expressions. All in UTC, as our sessions are. */
final class TimeText {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private TimeText() {}

  /** DateTimeException for what lies outside the years 1 to 9999, infinity included. */
  static Instant parse(String text, ValueType type) {
    if (type.kind() == ValueType.Kind.DATE) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    String local = type.kind() == ValueType.Kind.ZONED_TIMESTAMP ? withoutZone(text) : text;
    return LocalDateTime.parse(local.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }

  private static String withoutZone(String text) {
    if (!text.endsWith("+00")) {
      throw new DateTimeException("not in UTC");
    }
    return text.substring(0, text.length() - 3);
  }

  static String print(Instant instant, ValueType type) {
    LocalDateTime time =
        LocalDateTime.ofInstant(rounded(instant, type.modifiers()), ZoneOffset.UTC);
    if (time.getYear() < 1 || time.getYear() > 9999) {
      throw new DateTimeException("outside the years 1 to 9999");
    }
    if (type.kind() == ValueType.Kind.DATE) {
      return time.toLocalDate().toString();
    }
    String text = SECONDS.format(time) + fraction(time.getNano() / 1000);
    return type.kind() == ValueType.Kind.ZONED_TIMESTAMP ? text + "+00" : text;
  }

  private static String fraction(int micros) {
    if (micros == 0) {
      return "";
    }
    String digits = String.format("%06d", micros);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return "." + digits.substring(0, end);
  }

  /** To the type's precision, half up as databases do; six digits unless it says otherwise. */
  private static Instant rounded(Instant instant, List<Integer> modifiers) {
    int digits = modifiers.isEmpty() ? 6 : modifiers.get(0);
    long unit = Math.round(Math.pow(10, 9 - Math.min(digits, 6)));
    long over = instant.getNano() % unit;
    Duration change = Duration.ofNanos(over * 2 >= unit ? unit - over : -over);
    return instant.plus(change);
  }
}
