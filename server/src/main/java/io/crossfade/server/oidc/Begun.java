package io.crossfade.server.oidc;

import io.crossfade.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a login at a provider is known by until it has answered. It waits in the browser that began
/// it, so that an answer counts nowhere else.
///
/// @param state comes back with the answer
/// @param nonce comes back inside of the token
/// @param verifier is what only we can tell who redeem the code (PKCE, RFC 7636)
public record Begun(String state, String nonce, String verifier) {
  private static final int BYTES = 32;
  private static final String PART = "[A-Za-z0-9_-]{43}";

  static Begun random(SecureRandom random) {
    return new Begun(part(random), part(random), part(random));
  }

  /// Empty where it is none of ours.
  public static Optional<Begun> read(@Nullable String text) {
    if (text == null || !text.matches("%1$s\\.%1$s\\.%1$s".formatted(PART))) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    return Optional.of(new Begun(parts[0], parts[1], parts[2]));
  }

  public String text() {
    return String.join(".", state, nonce, verifier);
  }

  /// Whether an answer with this state is one to this.
  public boolean isAnsweredBy(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
  }

  /// What the provider is told of the verifier.
  String challenge() {
    return text(Sha256.of(verifier.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String part(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return text(bytes);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
