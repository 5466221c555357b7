package io.crossfade.gateway.auth;

import com.ongres.scram.common.ScramFunctions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who may log in.
public final class Logins {
  private final Map<String, Login> byUser;

  /// Of a user who does not exist, too: by others he would be known.
  private final int iterations;

  private final byte[] secret = ScramFunctions.salt(32, new SecureRandom());

  public Logins(List<Login> logins) {
    this.byUser = logins.stream().collect(Collectors.toMap(Login::user, Function.identity()));
    this.iterations = mostUsed(logins);
  }

  private static int mostUsed(List<Login> logins) {
    return logins.stream()
        .map(Login::proof)
        .filter(Proof.Scram.class::isInstance)
        .collect(
            Collectors.groupingBy(
                proof -> ((Proof.Scram) proof).verifier().iterations(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(ScramVerifier.ITERATIONS);
  }

  public @Nullable Login find(String user) {
    return byUser.get(user);
  }

  /// What this user has to prove himself against, whether he exists or not.
  public Proof proof(String user) {
    Login login = find(user);
    return login == null
        ? new Proof.Scram(ScramVerifier.mock(secret, user, iterations))
        : login.proof();
  }
}
