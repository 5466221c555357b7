package io.crossfade.client;

import io.crossfade.model.Side;

/** A side is not asked now: it failed too often lately, or too many ask it already. */
public final class SideRefused extends Exception {
  private static final long serialVersionUID = 1;

  /** Thrown often while a side is down, so without the stack, which says nothing. */
  public SideRefused(Side side, String why) {
    super("The " + side + " side is not asked: " + why, null, false, false);
  }
}
