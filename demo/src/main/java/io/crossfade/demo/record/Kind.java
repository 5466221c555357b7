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
  READ_OWN,
  BROWSE
}
