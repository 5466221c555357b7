package io.crossfade.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.crossfade.engine.access.Role;
import io.crossfade.server.access.Credentials;
import io.crossfade.server.access.Principal;
import io.crossfade.server.configuration.Oidc;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens of a provider (JWT, RFC 7519): signed by its keys, made for us, and not past their
/// end. Whoever has none of the groups that have a role is not let in.
public final class IdTokens implements Credentials {
  /// A session in a browser stands behind no account of ours.
  private static final String ACCOUNT = "oidc";

  private static final int LONGEST_NAME = 200;

  private static final Logger LOG = LoggerFactory.getLogger(IdTokens.class);

  /// Signed by a key of which the provider publishes the other half; never by a shared secret.
  private static final Set<JWSAlgorithm> SIGNED_BY =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final Oidc provider;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  public IdTokens(Oidc provider) {
    this.provider = provider;
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            SIGNED_BY, new PublishedKeys(new Discovery(provider.issuer()))));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            provider.audience(),
            new JWTClaimsSet.Builder().issuer(provider.issuer().toString()).build(),
            Set.of("exp", provider.name())));
  }

  @Override
  public Optional<Principal> principal(String token) {
    return claims(token).flatMap(this::principal);
  }

  /// Whom a token tells of that the provider has given for a login.
  ///
  /// @param nonce of that login
  LoginAnswer login(String token, String nonce) {
    Optional<JWTClaimsSet> claims =
        claims(token)
            .filter(said -> nonce.equals(said.getClaim("nonce")))
            .filter(said -> isForUs(said.getClaim("azp")));
    if (claims.isEmpty()) {
      return new LoginAnswer.Refused(LoginRefusal.PROVIDER);
    }
    Instant until = claims.get().getExpirationTime().toInstant();
    return principal(claims.get())
        .<LoginAnswer>map(who -> new LoginAnswer.Known(who, until))
        .orElse(new LoginAnswer.Refused(LoginRefusal.ROLE));
  }

  private boolean isForUs(@Nullable Object party) {
    return party == null || party.equals(provider.audience());
  }

  private Optional<JWTClaimsSet> claims(String token) {
    if (token.chars().filter(c -> c == '.').count() != 2) {
      return Optional.empty(); // no signed JWT
    }
    try {
      return Optional.of(processor.process(token, null));
    } catch (BadJOSEException | ParseException | JOSEException e) {
      // its words quote the token, which anybody can write
      LOG.debug("a token of {} was refused: {}", provider.issuer(), e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private Optional<Principal> principal(JWTClaimsSet claims) {
    String name = claims.getClaim(provider.name()) instanceof String said ? said.strip() : "";
    Set<Role> roles = roles(groups(claims.getClaims()));
    return name.isEmpty() || name.length() > LONGEST_NAME || roles.isEmpty()
        ? Optional.empty()
        : Optional.of(new Principal(name, roles, ACCOUNT, claims.getExpirationTime().toInstant()));
  }

  private Set<Role> roles(Collection<?> groups) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    provider
        .groups()
        .forEach((role, those) -> {
          if (those.stream().anyMatch(groups::contains)) {
            roles.add(role);
          }
        });
    return roles;
  }

  private Collection<?> groups(Map<String, Object> claims) {
    @Nullable Object found = claims;
    for (String level : provider.claim().split("\\.", -1)) {
      found = found instanceof Map<?, ?> map ? map.get(level) : null;
    }
    return found instanceof Collection<?> groups ? groups : List.of();
  }
}
