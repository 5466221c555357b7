package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and timestamps. One without a zone that becomes one with it, or back, is taken as UTC. */
final class Moments {
  private static final String UTC = "+00";
  private static final Pattern DATE = Pattern.compile("\\d{4,}-\\d\\d-\\d\\d( BC)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile("\\d{4,}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?(\\+00)?( BC)?");

  private Moments() {}

  static @Nullable Conversion toMoment(Kind from, Kind to) {
    if (!from.is(Family.DATE, Family.TIMESTAMP, Family.INSTANT, Family.TEXT)) {
      return null;
    }
    boolean sameText = from.family() == to.family() && from.scale() <= to.scale();
    boolean checksNothing =
        sameText
            && (to.has(Trait.ZEROS) || !from.has(Trait.ZEROS))
            && (from.has(Trait.FINITE) || !to.has(Trait.FINITE));
    return checksNothing
        ? Conversion.nothing()
        : new Conversion(value -> moment(value, from, to), sameText);
  }

  private static String moment(String value, Kind from, Kind to) throws Refused {
    if (from.family() == Family.TEXT && !isMoment(value)) {
      throw new Refused("the text is no date, or no timestamp such as 2024-12-31 18:30:00");
    }
    if (value.endsWith("infinity")) {
      if (to.has(Trait.FINITE)) {
        throw new Refused("infinity is no date there");
      }
      return value;
    }
    if (isZero(value) && !to.has(Trait.ZEROS)) {
      throw new Refused(
          "the date is zero, or its month or day is, and there is no such date there; `zeroDates: asNull` beside the column in the mapping makes NULL of it");
    }
    boolean old = value.endsWith(" BC");
    if (to.has(Trait.FINITE) && (old || value.indexOf('-') > 4)) {
      throw new Refused("the year is none of 1 to 9999, which is all that the column takes");
    }
    String plain = old ? value.substring(0, value.length() - 3) : value;
    return shaped(plain, to) + (old ? " BC" : "");
  }

  private static boolean isMoment(String value) {
    return value.endsWith("infinity")
        || DATE.matcher(value).matches()
        || TIMESTAMP.matcher(value).matches();
  }

  /** A date that no calendar has: the year zero, or a month or day of that number. */
  static boolean isZero(String value) {
    return value.startsWith("0000-") || value.startsWith("-00", 4) || value.startsWith("-00", 7);
  }

  private static String shaped(String value, Kind to) throws Refused {
    String local = value.endsWith(UTC) ? value.substring(0, value.length() - UTC.length()) : value;
    int blank = local.indexOf(' ');
    String date = blank < 0 ? local : local.substring(0, blank);
    if (to.family() == Family.DATE) {
      return date;
    }
    String time = Times.rounded(blank < 0 ? "00:00:00" : local.substring(blank + 1), to.scale());
    String zone = to.family() == Family.INSTANT ? UTC : "";
    return time.equals(Times.LAST) ? next(date) + " 00:00:00" + zone : date + " " + time + zone;
  }

  private static String next(String date) throws Refused {
    try {
      return LocalDate.parse(date).plusDays(1).toString();
    } catch (DateTimeException e) {
      throw new Refused("the timestamp cannot be rounded to the column's fraction of seconds");
    }
  }
}
