package io.crossfade.transfer.compare;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;

/** Which kinds hold values that are equal in SQL and are printed in several ways. */
public final class SqlEquality {
  private SqlEquality() {}

  /** Whether equal values may have several texts. */
  public static boolean isLooser(Kind kind) {
    return kind.is(Family.DECIMAL, Family.FLOAT) || isPadded(kind);
  }

  /** Whether blanks at its end are no part of a value. */
  public static boolean isPadded(Kind kind) {
    return kind.family() == Family.TEXT && kind.endsBeforeBlanks();
  }
}
