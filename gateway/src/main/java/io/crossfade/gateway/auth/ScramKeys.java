package io.crossfade.gateway.auth;

import static com.ongres.scram.common.StringPreparation.POSTGRESQL_PREPARATION;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ServerFirstMessage;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The keys made of a password and a salt. Making them is what SCRAM makes expensive on purpose
/// (milliseconds), and a database gives the same salt each time.
public final class ScramKeys {
  private static final int MOST = 1000;

  private final Map<From, Keys> made = new ConcurrentHashMap<>();

  record Keys(byte[] client, byte[] server) {}

  private record From(Credentials credentials, String salt, int iterations) {}

  /// May take long: not for an event loop.
  Keys of(Credentials credentials, ServerFirstMessage asked) {
    if (made.size() > MOST) {
      made.clear();
    }
    From from = new From(credentials, asked.getSalt(), asked.getIterationCount());
    return made.computeIfAbsent(from, ScramKeys::make);
  }

  private static Keys make(From from) {
    byte[] salted =
        ScramFunctions.saltedPassword(
            ScramVerifier.MECHANISM,
            POSTGRESQL_PREPARATION,
            from.credentials.password().toCharArray(),
            Base64.getDecoder().decode(from.salt),
            from.iterations);
    return new Keys(
        ScramFunctions.clientKey(ScramVerifier.MECHANISM, salted),
        ScramFunctions.serverKey(ScramVerifier.MECHANISM, salted));
  }
}
