package io.crossfade.model;

import java.io.Serializable;

/** A value that must not reach a log, an event, an error or a page. Only a connector reveals it. */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1;

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /**
   * The token in a text: its last line, in letters that a header takes. What builds requests would
   * quote any other in its refusal.
   *
   * @param where it was read
   * @throws CrossfadeException SECRET_MISSING where there is none
   */
  public static Secret token(String text, String where) {
    String token = text.lines().reduce("", (above, line) -> line.isBlank() ? above : line.strip());
    if (token.isEmpty() || token.chars().anyMatch(letter -> letter <= ' ' || letter > '~')) {
      throw new CrossfadeException(
          ErrorCode.SECRET_MISSING,
          "the last line of "
              + where
              + " is no token: it "
              + (token.isEmpty() ? "is empty" : "has blanks, or letters that no header takes")
              + ". Put the token there, as it was given to you.");
    }
    return new Secret(token);
  }

  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
