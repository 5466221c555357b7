package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.util.Optional;

/**
 * What becomes of the canonical text of a value of one kind in a column of another. Never NULL,
 * which stays what it is.
 *
 * @param work gives the text as the other kind has it; may be given anything that the first kind
 *     holds
 * @param keepsText whether what is not refused stays letter by letter what it was
 */
public record Conversion(Work work, boolean keepsText) {

  /** One value. */
  public interface Work {
    String apply(String value) throws Refused;
  }

  private static final Conversion NOTHING = new Conversion(value -> value, true);

  /** Values stay what they are. */
  static Conversion nothing() {
    return NOTHING;
  }

  /** What is not refused stays as it is. */
  static Conversion check(Work work) {
    return new Conversion(work, true);
  }

  static Conversion of(Work work) {
    return new Conversion(work, false);
  }

  Conversion keepingText(boolean keeps) {
    return new Conversion(work, keeps);
  }

  /** Whether nothing has to be looked at. */
  public boolean isNothing() {
    return equals(NOTHING);
  }

  public String apply(String value) throws Refused {
    return work.apply(value);
  }

  /** First this one. */
  Conversion then(Conversion next) {
    if (isNothing() || next.isNothing()) {
      return isNothing() ? next : this;
    }
    return new Conversion(value -> next.apply(work.apply(value)), keepsText && next.keepsText);
  }

  /** Empty where values of the one cannot become values of the other. */
  public static Optional<Conversion> between(Kind from, Kind to) {
    return Optional.ofNullable(
        switch (to.family()) {
          case INTEGER -> Numbers.toInteger(from, to);
          case FLAG -> Truths.toFlag(from, to);
          case DECIMAL -> Numbers.toDecimal(from, to);
          case FLOAT -> Numbers.toFloat(from, to);
          case BOOLEAN -> Truths.toBoolean(from);
          case TEXT -> Texts.toText(from, to);
          case BYTES -> Bytes.toBytes(from, to);
          case DATE, TIMESTAMP, INSTANT -> Moments.toMoment(from, to);
          case TIME, INTERVAL -> Times.toTime(from, to);
          case YEAR -> Numbers.toYear(from);
          case JSON -> Json.toJson(from, to);
          case UUID -> Bytes.toUuid(from);
          case BITS -> Bits.toBits(from, to);
          case ENUMERATION -> Labels.toEnumeration(from, to);
          case SET -> Labels.toSet(from, to);
          case OPAQUE -> Texts.toOpaque(from, to);
        });
  }

  /**
   * Whether keys stay distinct, in their order and letter by letter the same: all that may become
   * of a key on its way.
   */
  public static boolean keepsKeys(Kind from, Kind to) {
    boolean ordered =
        switch (from.family()) {
          case INTEGER, DECIMAL ->
              to.is(Family.INTEGER, Family.DECIMAL) && from.scale() == to.scale();
          case TEXT -> (isKeyText(from) && isKeyText(to)) || to.family() == Family.UUID;
          case UUID -> to.family() == Family.UUID || isKeyText(to);
          case BYTES, DATE, TIMESTAMP, INSTANT -> to.family() == from.family();
          default -> false;
        };
    return ordered && between(from, to).filter(Conversion::keepsText).isPresent();
  }

  private static boolean isKeyText(Kind kind) {
    return kind.family() == Family.TEXT && !kind.has(Trait.PADDED);
  }
}
