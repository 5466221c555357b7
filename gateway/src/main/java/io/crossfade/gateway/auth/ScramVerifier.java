package io.crossfade.gateway.auth;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What SCRAM-SHA-256 proves a password against, without being the password: the same text that
/// PostgreSQL keeps in `pg_authid.rolpassword`.
public record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
  static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;

  /// What PostgreSQL uses where nobody has set `scram_iterations`.
  static final int ITERATIONS = 4096;

  private static final int SALT_BYTES = 16;
  private static final Pattern TEXT =
      Pattern.compile(
          "SCRAM-SHA-256\\$(\\d{1,9}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

  /// @throws IllegalArgumentException if it is no such text; what it is, is not told
  public static ScramVerifier parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "this is no verifier of SCRAM-SHA-256: take the text in pg_authid.rolpassword");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new ScramVerifier(
        Integer.parseInt(parts.group(1)),
        base64.decode(parts.group(2)),
        base64.decode(parts.group(3)),
        base64.decode(parts.group(4)));
  }

  public static ScramVerifier ofPassword(String password) {
    byte[] salt = ScramFunctions.salt(SALT_BYTES, new SecureRandom());
    byte[] salted =
        ScramFunctions.saltedPassword(
            MECHANISM,
            StringPreparation.POSTGRESQL_PREPARATION,
            password.toCharArray(),
            salt,
            ITERATIONS);
    byte[] clientKey = ScramFunctions.clientKey(MECHANISM, salted);
    return new ScramVerifier(
        ITERATIONS,
        salt,
        ScramFunctions.storedKey(MECHANISM, clientKey),
        ScramFunctions.serverKey(MECHANISM, salted));
  }

  /// For a user that does not exist: always the same one for the same name, so that nobody can tell
  /// by asking twice, and nothing proves it.
  static ScramVerifier mock(byte[] secret, String user, int iterations) {
    byte[] salt = ScramFunctions.hmac(MECHANISM, user.getBytes(StandardCharsets.UTF_8), secret);
    byte[] nobody = ScramFunctions.salt(32, new SecureRandom());
    return new ScramVerifier(iterations, Arrays.copyOf(salt, SALT_BYTES), nobody, nobody);
  }

  @Override
  public String toString() {
    return "a verifier of SCRAM-SHA-256";
  }
}
