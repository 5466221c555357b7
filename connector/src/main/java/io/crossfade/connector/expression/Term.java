package io.crossfade.connector.expression;

import io.crossfade.model.values.Refused;

/**
 * A part of an expression, written anew.
 *
 * @param digits of a number before the point, at most
 * @param scale of a number, behind it
 */
record Term(String sql, Sort sort, int digits, int scale) {
  /** Beyond these MySQL cuts results. */
  private static final int MOST_DIGITS = 65;

  private static final int MOST_SCALE = 30;

  /** What a part is, as far as all engines agree on what may be done with it. */
  enum Sort {
    CONDITION,
    NUMBER,
    /** Of which a result may differ in its last digit. */
    FLOAT,
    TEXT,
    DATE,
    TIMESTAMP,
    /** A text in quotes, which may be a date too. */
    QUOTED
  }

  static Term of(String sql, Sort sort) {
    return new Term(sql, sort, 0, 0);
  }

  static Term number(String sql, int digits, int scale) throws Refused {
    if (digits + scale > MOST_DIGITS || scale > MOST_SCALE) {
      throw new Refused("its result may have more digits than MySQL reckons with");
    }
    return new Term(sql, Sort.NUMBER, digits, scale);
  }

  Term require(Sort wanted) throws Refused {
    if (sort != wanted) {
      throw new Refused("engines may take it otherwise: " + sql);
    }
    return this;
  }

  boolean is(Sort one) {
    return sort == one;
  }
}
