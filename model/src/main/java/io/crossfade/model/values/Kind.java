package io.crossfade.model.values;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the values of a column are, whatever database holds them. Each engine's catalog tells it of
 * its own types; all that is done to values asks it, and never how an engine spells a type.
 *
 * @param size bits of an integer or a float, digits of a decimal, characters of a text, bytes of a
 *     byte string, bits of a bit string; 0 where there is no bound
 * @param scale digits behind the point, of a decimal or of seconds
 * @param labels of an enumeration or a set, in their order; what an opaque type is called
 */
public record Kind(Family family, int size, int scale, Set<Trait> traits, List<String> labels)
    implements Serializable {

  /** Seconds have no more digits than these in any database that we know. */
  public static final int MICROSECONDS = 6;

  /** What values are made of. */
  public enum Family {
    INTEGER("a whole number"),
    /** 0 or 1 by its meaning, though other small numbers fit. */
    FLAG("a number that stands for true or false"),
    DECIMAL("a decimal number"),
    FLOAT("a floating-point number"),
    BOOLEAN("a boolean"),
    TEXT("a text"),
    BYTES("a byte string"),
    DATE("a date"),
    /** Of no zone. */
    TIMESTAMP("a timestamp without a zone"),
    /** A moment, which is the same everywhere. */
    INSTANT("a timestamp with a zone"),
    TIME("a time"),
    INTERVAL("an interval"),
    YEAR("a year"),
    JSON("a JSON document"),
    UUID("a UUID"),
    BITS("a bit string"),
    ENUMERATION("one of some labels"),
    SET("some of some labels"),
    /** Its text means something to its own engine only. */
    OPAQUE("of a type of its engine's own");

    private final String words;

    Family(String words) {
      this.words = words;
    }
  }

  /** What else an engine does with the values, or does not take. */
  public enum Trait {
    UNSIGNED,
    /** A text is filled with blanks, and given so. */
    PADDED,
    /** The blanks at a text's end are taken away. */
    CUT,
    /** Texts are equal whatever their case or accents. */
    FOLDED,
    /** U+0000 may be in a text, or what stands for it in a JSON document. */
    NUL,
    /** Neither infinity nor NaN, nor years beyond 9999 or before our era, are there. */
    FINITE,
    /** Dates may be zero, or have a month or a day that is. */
    ZEROS,
    /** A time may be negative or longer than a day. */
    BEYOND_DAY,
    /** A bit string of any length up to its size. */
    VARYING,
    /** A byte string is filled with zeros. */
    FILLED
  }

  public Kind {
    traits = Set.copyOf(traits);
    labels = List.copyOf(labels);
  }

  private Kind(Family family, int size, int scale) {
    this(family, size, scale, Set.of(), List.of());
  }

  public static Kind integer(int bits) {
    return new Kind(Family.INTEGER, bits, 0);
  }

  public static Kind unsigned(int bits) {
    return integer(bits).with(Trait.UNSIGNED);
  }

  /** One of any number of digits. */
  public static Kind decimal() {
    return new Kind(Family.DECIMAL, 0, 0);
  }

  public static Kind decimal(int digits, int scale) {
    return new Kind(Family.DECIMAL, digits, scale);
  }

  public static Kind floating(int bits) {
    return new Kind(Family.FLOAT, bits, 0);
  }

  /** One of any length. */
  public static Kind text() {
    return text(0);
  }

  public static Kind text(int characters) {
    return new Kind(Family.TEXT, characters, 0);
  }

  /** Of any length. */
  public static Kind bytes() {
    return bytes(0);
  }

  public static Kind bytes(int length) {
    return new Kind(Family.BYTES, length, 0);
  }

  public static Kind bits(int length) {
    return new Kind(Family.BITS, length, 0);
  }

  /** A time of day, a timestamp or an interval, with so many digits of a second. */
  public static Kind time(Family family, int digits) {
    return new Kind(family, 0, Math.min(digits, MICROSECONDS));
  }

  public static Kind labelled(Family family, List<String> labels) {
    return new Kind(family, 0, 0, Set.of(), labels);
  }

  /**
   * @param type as its engine spells it
   */
  public static Kind opaque(String type) {
    return labelled(Family.OPAQUE, List.of(type));
  }

  /** A kind that needs nothing but its family. */
  public static Kind of(Family family) {
    return new Kind(family, 0, 0);
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  public Kind with(Trait... more) {
    Set<Trait> all = new HashSet<>(traits);
    all.addAll(List.of(more));
    return new Kind(family, size, scale, all, labels);
  }

  public boolean is(Family... families) {
    return List.of(families).contains(family);
  }

  /** Whether blanks at the end of a text are no part of it. */
  public boolean endsBeforeBlanks() {
    return has(Trait.PADDED) || has(Trait.CUT);
  }

  /** For a person. */
  @Override
  public String toString() {
    String what = family.words;
    return switch (family) {
      case INTEGER -> what + " of " + size + " bits" + (has(Trait.UNSIGNED) ? ", unsigned" : "");
      case FLOAT -> what + " of " + size + " bits";
      case DECIMAL ->
          size == 0 ? what : what + " of " + size + " digits, " + scale + " of them a fraction";
      case TEXT -> size == 0 ? what : what + " of " + size + " characters";
      case BYTES -> size == 0 ? what : what + " of " + size + " bytes";
      case BITS -> size == 0 ? what : what + " of " + size + " bits";
      case OPAQUE -> labels.isEmpty() ? what : what + ", " + labels.get(0);
      default -> what;
    };
  }
}
