package io.crossfade.client.shadow;

/**
 * A database's error, for who speaks to it without a driver. Without its message, which may hold
 * values.
 */
public final class StatementFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final String state;

  /**
   * @param state the SQLSTATE
   */
  public StatementFailed(String state) {
    super("SQLSTATE " + state, null, false, false);
    this.state = state;
  }

  /** The SQLSTATE. */
  public String state() {
    return state;
  }
}
