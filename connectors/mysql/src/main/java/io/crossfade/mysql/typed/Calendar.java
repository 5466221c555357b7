package io.crossfade.mysql.typed;

import java.time.LocalDate;

/** Days and microseconds since the first of January 2000, as typed frames count them. */
final class Calendar {
  static final long DAY = 86_400_000_000L;
  private static final long FIRST = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Calendar() {}

  static int days(LocalDate date) {
    return (int) (date.toEpochDay() - FIRST);
  }

  /** Whether a calendar has such a day. A server may have others, zero among them. */
  static boolean isDay(int year, int month, int day) {
    return year > 0 && month > 0 && month <= 12 && day > 0 && day <= length(year, month);
  }

  private static int length(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS[month - 1] + (month == 2 && leap ? 1 : 0);
  }

  /** Without an object: this is done for each value. The year begins in March. */
  static int days(int year, int month, int day) {
    int y = month > 2 ? year : year - 1;
    int era = y / 400;
    int ofEra = y - era * 400;
    int ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int since = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
    return since - 730_425;
  }

  static long micros(int hour, int minute, int second, int micros) {
    return ((hour * 60L + minute) * 60 + second) * 1_000_000 + micros;
  }
}
