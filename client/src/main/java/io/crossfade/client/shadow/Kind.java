package io.crossfade.client.shadow;

/** How the candidate's value differs from the primary's, as far as the two values tell. */
enum Kind {
  MISSING("missing in the candidate"),
  EXTRA("only in the candidate"),
  NULL("null in the candidate"),
  NOT_NULL("null in the primary only"),
  EMPTY("empty on one side"),
  TYPE("another type"),
  CASE("upper and lower case"),
  WHITESPACE("white space"),
  UNICODE("another Unicode form"),
  ENCODING("broken encoding"),
  TRUNCATED("truncated"),
  ROUNDED("rounded"),
  SIGN("the opposite sign"),
  FACTOR("a power of ten"),
  OVERFLOW("overflow of an integer"),
  TIME_ZONE("time zone"),
  ORDER("another order"),
  OPPOSITE("the opposite"),
  OTHER_RECORD("another record: every field differs"),
  BY_RULE("different by its own comparator"),
  OTHER("another value");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
