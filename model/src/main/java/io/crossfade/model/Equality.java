package io.crossfade.model;

/** What makes a column's values on the two sides equal, when rows are compared. */
public enum Equality {
  /** They are printed alike: 1.0 is not 1.00. */
  EXACT,
  /** They are one value of their type: 1.0 is 1.00, 0 is -0, and what pads a character is none. */
  SQL,
  /** They are not looked at. Only for what both databases compute by themselves. */
  NEVER
}
