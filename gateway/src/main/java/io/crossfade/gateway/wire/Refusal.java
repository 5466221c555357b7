package io.crossfade.gateway.wire;

/// Why a session cannot be or go on, as its client is told. It holds no secret.
public final class Refusal extends RuntimeException {
  private final String state;

  public Refusal(SqlState state, String message) {
    this(state.code(), message);
  }

  /// @param state a SQLSTATE that a database has answered with
  public Refusal(String state, String message) {
    // An answer, not a mistake of ours: nobody looks at its stack.
    super(message, null, false, false);
    this.state = state;
  }

  public static Refusal malformed(String what) {
    return new Refusal(SqlState.PROTOCOL_VIOLATION, "PostgreSQL's protocol is broken: " + what);
  }

  /// A session ends because it cannot follow to the other database.
  public static Refusal moving(String why) {
    return new Refusal(
        SqlState.ADMIN_SHUTDOWN,
        "terminating connection because the other database is written now, and this session cannot"
            + " follow: "
            + why
            + "; connect again");
  }

  /// The SQLSTATE.
  public String state() {
    return state;
  }

  public boolean is(SqlState one) {
    return one.code().equals(state);
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
