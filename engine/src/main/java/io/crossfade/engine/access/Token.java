package io.crossfade.engine.access;

import io.crossfade.model.Secret;
import io.crossfade.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What opens an account, as `crossfade_ID_SECRET`. Its beginning lets scanners of secrets find it
/// where it should not lie. The secret is random and long, so a plain SHA-256 of it tells nothing
/// to whoever reads the store.
///
/// @param id of the account
/// @param hash of the whole token, in hexadecimal
public record Token(String id, String hash) {
  private static final Pattern FORM = Pattern.compile("crossfade_([0-9a-f]{12})_[0-9a-f]{64}");
  private static final int ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  /// Empty where this is no token of an account.
  public static Optional<Token> read(String given) {
    Matcher form = FORM.matcher(given);
    return form.matches()
        ? Optional.of(new Token(form.group(1), Sha256.hex(given)))
        : Optional.empty();
  }

  /// A new one, in clear: it is kept nowhere.
  public static Secret random(SecureRandom random) {
    return new Secret(
        "crossfade_%s_%s".formatted(hex(random, ID_BYTES), hex(random, SECRET_BYTES)));
  }

  /// Takes as long for a wrong token as for the right one.
  public boolean hasHash(String kept) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hex(SecureRandom random, int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }
}
