package io.crossfade.server;

import io.crossfade.model.Secret;
import io.crossfade.server.access.Credentials;
import io.crossfade.server.access.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Which tokens open what. Loopback is open to every user and every page in a browser of this
/// machine, so each request bears one.
///
/// @param people opens everything, for whoever can read the files of this process
/// @param routers opens `/routes/` only: an application that learns its route need not be able to
///   change it
/// @param others further kinds, for people who are somewhere else
public record Access(Secret people, Secret routers, List<Credentials> others) {
  private static final int BYTES = 32;

  public Access {
    others = List.copyOf(others);
  }

  /// Two new tokens.
  public static Access random() {
    SecureRandom random = new SecureRandom();
    return new Access(token(random), token(random), List.of());
  }

  /// The same tokens, and further kinds.
  public Access and(Credentials... kinds) {
    return new Access(people, routers, List.of(kinds));
  }

  /// Whom this token stands for now.
  Optional<Principal> principal(String token) {
    Principal owner = Principal.owner(people);
    return isEqual(token, people)
        ? Optional.of(owner)
        : others.stream()
            .flatMap(kind -> kind.principal(token).stream())
            // a session of the owner ends with the token of the process
            .filter(found -> found.isProven() || found.account().equals(owner.account()))
            .findFirst();
  }

  boolean isOfRouters(String token) {
    return isEqual(token, routers);
  }

  /// Takes as long for a wrong token as for the right one.
  private static boolean isEqual(String given, Secret token) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private static Secret token(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }
}
