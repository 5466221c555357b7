package io.crossfade.demo.shop;

import java.util.UUID;

/// The keys of the addresses that are there from the beginning.
public final class Address {
  private Address() {}

  /// Of the one address of this customer; data.sql says the same.
  public static UUID of(long customer) {
    String digest = Code.md5("address" + customer);
    return new UUID(
        Long.parseUnsignedLong(digest.substring(0, 16), 16),
        Long.parseUnsignedLong(digest.substring(16), 16));
  }
}
