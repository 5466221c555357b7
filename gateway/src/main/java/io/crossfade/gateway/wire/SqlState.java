package io.crossfade.gateway.wire;

/// The SQLSTATEs that the gateway itself answers with.
public enum SqlState {
  CONNECTION_FAILURE("08006"),
  REJECTED_BY_DATABASE("08004"),
  PROTOCOL_VIOLATION("08P01"),
  FEATURE_NOT_SUPPORTED("0A000"),
  INVALID_AUTHORIZATION("28000"),
  INVALID_PASSWORD("28P01"),
  NO_SUCH_DATABASE("3D000"),
  TOO_MANY_CONNECTIONS("53300"),
  ADMIN_SHUTDOWN("57P01");

  private final String code;

  SqlState(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
