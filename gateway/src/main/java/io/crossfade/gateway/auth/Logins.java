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
  private final byte[] secret = ScramFunctions.salt(32, new SecureRandom());

  public Logins(List<Login> logins) {
    this.byUser = logins.stream().collect(Collectors.toMap(Login::user, Function.identity()));
  }

  public @Nullable Login find(String user) {
    return byUser.get(user);
  }

  /// What this user has to prove himself against, whether he exists or not.
  public Proof proof(String user) {
    Login login = find(user);
    return login == null ? new Proof.Scram(ScramVerifier.mock(secret, user)) : login.proof();
  }
}
