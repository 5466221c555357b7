package io.crossfade.mysql.sequence;

import java.math.BigInteger;
import java.util.Locale;

/**
 * The counter of a table.
 *
 * @param next the number that it gives next
 * @param type of the column, as the catalog of the server spells it
 */
record Counter(BigInteger next, String type) {
  /** The last one given, where this comes next; 0 where none was. As far as a {@code long} goes. */
  static long last(BigInteger next) {
    return next.subtract(BigInteger.ONE).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  /** What comes next after a leap: never less than now, and without the gap where it would end. */
  BigInteger after(long last, long gap) {
    BigInteger value = BigInteger.valueOf(last);
    BigInteger beyond = value.add(BigInteger.valueOf(gap));
    BigInteger reached = beyond.compareTo(highest()) < 0 ? beyond : value;
    return reached.add(BigInteger.ONE).max(next);
  }

  private BigInteger highest() {
    String lower = type.toLowerCase(Locale.ROOT);
    int bits = bits(lower.replaceAll("[^a-z].*", ""));
    return BigInteger.ONE
        .shiftLeft(lower.contains("unsigned") ? bits : bits - 1)
        .subtract(BigInteger.ONE);
  }

  /** Of those with a fraction, how far every integer is one of their values. */
  private static int bits(String word) {
    return switch (word) {
      case "tinyint" -> 8;
      case "smallint" -> 16;
      case "mediumint" -> 24;
      case "int" -> 32;
      case "float" -> 25;
      case "double" -> 54;
      default -> 64;
    };
  }
}
