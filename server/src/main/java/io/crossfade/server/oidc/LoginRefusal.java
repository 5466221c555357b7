package io.crossfade.server.oidc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why somebody was not let in who tried in a browser.
public enum LoginRefusal {
  TOKEN("This token opens nothing: it is mistyped, has ended, or was taken back."),
  BEGUN(
      "This is no answer to a login that was begun in this browser within the last ten minutes. Begin again."),
  PROVIDER("The provider did not confirm who you are. Begin again."),
  AWAY("The provider does not answer. Try again later, or log in with a token."),
  ROLE("The provider knows you, but none of your groups has a role here. Ask an admin.");

  private final String text;

  LoginRefusal(String text) {
    this.text = text;
  }

  /// For the person.
  public String text() {
    return text;
  }

  /// As an address spells it.
  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LoginRefusal> read(@Nullable String spelled) {
    return Arrays.stream(values()).filter(why -> why.spelled().equals(spelled)).findFirst();
  }
}
