package io.crossfade.gateway.wire;

/// What stands in the place of a version in a client's first packet.
public final class StartupCodes {
  public static final int CANCEL = (1234 << 16) | 5678;
  public static final int TLS = (1234 << 16) | 5679;
  public static final int GSS_ENCRYPTION = (1234 << 16) | 5680;

  /// PostgreSQL's own bound of such a packet.
  public static final int LONGEST = 10_000;

  private StartupCodes() {}
}
