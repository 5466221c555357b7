package io.crossfade.demo.record;

/// What a transaction of the workload did.
public enum Kind {
  ORDER,
  /// An order that stays open for a while in the middle.
  SLOW_ORDER,
  PAY,
  FILL_CART,
  CANCEL_CART,
  RECODE,
  EVENTS,
  EDIT_REVIEW,
  REGISTER,
  RENAME,
  /// Written straight to the source, past the router.
  BYPASS,
  /// On whatever tables somebody else has made.
  ANY,
  READ_OWN,
  BROWSE
}
