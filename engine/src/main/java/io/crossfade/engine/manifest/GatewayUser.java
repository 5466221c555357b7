package io.crossfade.engine.manifest;

import io.crossfade.model.Side;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One user of applications, as the manifest says it: how he proves himself to the gateway, and as
/// whom the gateway logs in to the databases for him.
///
/// @param at where he stands in the manifest
public record GatewayUser(
    String name, Proof proof, Credentials source, Credentials target, Place at) {

  public Credentials on(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  /// Everything secret that belongs to him.
  public Stream<SecretReference> secrets() {
    return Stream.concat(
        proof.secret().stream(),
        Stream.of(source, target).flatMap(side -> Optional.ofNullable(side.password).stream()));
  }

  /// @param password null where the database asks for none
  public record Credentials(String user, @Nullable SecretReference password) {}

  public sealed interface Proof {
    default Optional<SecretReference> secret() {
      return switch (this) {
        case Password(SecretReference password) -> Optional.of(password);
        case Verifier(SecretReference verifier) -> Optional.of(verifier);
        case Trust(), Certificate() -> Optional.empty();
      };
    }

    /// By SCRAM, against a verifier that is made of the password.
    record Password(SecretReference password) implements Proof {}

    /// By SCRAM, against what PostgreSQL has in `pg_authid.rolpassword`.
    record Verifier(SecretReference verifier) implements Proof {}

    /// By a certificate that names him.
    record Certificate() implements Proof {}

    /// Not at all: whoever can reach the gateway is believed.
    record Trust() implements Proof {}
  }
}
