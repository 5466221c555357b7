package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times: of a day, or as long as an interval. */
final class Times {
  private static final Pattern CLOCK = Pattern.compile("\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?");
  private static final Pattern LENGTH = Pattern.compile("-?\\d{2,}:\\d\\d:\\d\\d(\\.\\d{1,6})?");
  static final String LAST = "24:00:00";

  /** Whole hours of the longest time that an engine with such times holds. */
  private static final int MOST_HOURS = 838;

  private Times() {}

  static @Nullable Conversion toTime(Kind from, Kind to) {
    if (!from.is(Family.TIME, Family.INTERVAL, Family.TEXT)) {
      return null;
    }
    boolean shorter = from.scale() <= to.scale() && from.family() != Family.TEXT;
    boolean anyLength = to.family() == Family.INTERVAL || to.has(Trait.BEYOND_DAY);
    boolean fits = from.family() == Family.TIME && (anyLength || !from.has(Trait.BEYOND_DAY));
    boolean isText = to.family() == Family.INTERVAL && from.family() != Family.TIME;
    return (fits && shorter) || isText
        ? Conversion.nothing()
        : Conversion.of(value -> time(value, to));
  }

  private static String time(String value, Kind to) throws Refused {
    if (!LENGTH.matcher(value).matches()) {
      throw new Refused("the value is no time of hours, minutes and seconds alone");
    }
    boolean negative = value.startsWith("-");
    String length = negative ? value.substring(1) : value;
    int colon = length.indexOf(':');
    if (to.has(Trait.BEYOND_DAY)) {
      if (colon > 3 || Integer.parseInt(length.substring(0, colon)) > MOST_HOURS) {
        throw new Refused("the time is longer than 838:59:59");
      }
    } else if (to.family() == Family.TIME && (negative || !isOfDay(length))) {
      throw new Refused(
          "the time is negative or longer than a day; `cast: interval` beside the column in the mapping takes it");
    }
    return (negative ? "-" : "") + rounded(length, to.scale());
  }

  private static boolean isOfDay(String time) {
    return CLOCK.matcher(time).matches() && (time.compareTo(LAST) < 0 || time.equals(LAST));
  }

  /** With so many digits of a second at most; the last second of a day may become hour 24. */
  static String rounded(String time, int digits) {
    int point = time.indexOf('.');
    if (point < 0 || time.length() - point - 1 <= digits) {
      return time;
    }
    int colon = time.indexOf(':');
    long seconds =
        Long.parseLong(time.substring(0, colon)) * 3600
            + Long.parseLong(time.substring(colon + 1, colon + 3)) * 60
            + Long.parseLong(time.substring(colon + 4, point));
    BigDecimal all =
        BigDecimal.valueOf(seconds)
            .add(new BigDecimal("0" + time.substring(point)))
            .setScale(digits, RoundingMode.HALF_UP);
    long whole = all.longValue();
    BigDecimal fraction = all.subtract(BigDecimal.valueOf(whole)).stripTrailingZeros();
    return two(whole / 3600)
        + ":"
        + two(whole / 60 % 60)
        + ":"
        + two(whole % 60)
        + (fraction.signum() == 0 ? "" : fraction.toPlainString().substring(1));
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : "" + number;
  }
}
