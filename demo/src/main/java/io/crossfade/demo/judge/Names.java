package io.crossfade.demo.judge;

import io.crossfade.model.Side;

/// How a side calls what the mapping renames.
record Names(String customers, String points) {

  static Names of(Side side) {
    return side == Side.SOURCE
        ? new Names("customers", "points")
        : new Names("shop.clients", "loyalty_points");
  }
}
