package io.crossfade.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.crossfade.engine.access.Role;
import io.crossfade.server.access.Principal;
import io.crossfade.server.configuration.Oidc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A provider that publishes its keys as real ones do, and what is made of its tokens.
@Timeout(60)
class IdTokensTest {
  private final RSAKey key = key("one");
  private volatile JWKSet published = new JWKSet(key.toPublicJWK());
  private HttpServer http;
  private String issuer;
  private IdTokens tokens;

  @BeforeEach
  void publish() throws Exception {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://127.0.0.1:%d/realm".formatted(http.getAddress().getPort());
    answer(
        "/realm/.well-known/openid-configuration",
        () -> "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, issuer));
    answer("/realm/keys", () -> published.toString());
    http.start();
    tokens = new IdTokens(provider());
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @Test
  void itsPeopleHaveTheRolesOfTheirGroups() throws Exception {
    Instant ends = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    assertThat(tokens.principal(signed(key, claims -> claims.expirationTime(Date.from(ends)))))
        .contains(new Principal("ann", Set.of(Role.VIEWER, Role.OPERATOR), "oidc", ends));
    assertThat(tokens.principal(signed(key, claims -> claims)).orElseThrow().isProven()).isTrue();
  }

  @Test
  void whoHasNoGroupWithARoleIsNotLetIn() throws Exception {
    refused(claims -> claims.claim("realm", Map.of("groups", List.of("guests"))));
    refused(claims -> claims.claim("realm", "dba"));
    refused(claims -> claims.claim("name", " "));
    refused(claims -> claims.claim("name", null));
  }

  @Test
  void aTokenIsForUsFromItAndNotPastItsEnd() throws Exception {
    refused(claims -> claims.audience("another client"));
    refused(claims -> claims.issuer("http://127.0.0.1/other"));
    refused(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120))));
    refused(claims -> claims.expirationTime(null));
    refused(claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600))));
  }

  @Test
  void onlyItsOwnKeysSign() throws Exception {
    assertThat(tokens.principal(signed(key("one"), claims -> claims))).isEmpty();
    assertThat(tokens.principal(new PlainJWT(claims().build()).serialize())).isEmpty();
    SignedJWT shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    shared.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    assertThat(tokens.principal(shared.serialize())).isEmpty();
    assertThat(tokens.principal("a.b.c")).isEmpty();
    assertThat(tokens.principal("")).isEmpty();
    String good = signed(key, claims -> claims);
    assertThat(tokens.principal(good.substring(0, good.lastIndexOf('.') + 1))).isEmpty();
  }

  @Test
  void aNewKeyIsFoundAndAProviderThatWentAwayIsOutlasted() throws Exception {
    assertThat(tokens.principal(signed(key, claims -> claims))).isPresent();
    RSAKey next = key("two");
    published = new JWKSet(List.of(key.toPublicJWK(), next.toPublicJWK()));
    assertThat(tokens.principal(signed(next, claims -> claims))).isPresent();
    http.stop(0);
    assertThat(tokens.principal(signed(next, claims -> claims))).isPresent();
  }

  @Test
  void aProviderThatIsAwayLetsNobodyIn() throws Exception {
    IdTokens early =
        new IdTokens(
            new Oidc(
                URI.create("http://127.0.0.1:9/none"),
                "crossfade",
                "name",
                "realm.groups",
                Map.of(),
                null));
    assertThat(early.principal(signed(key, claims -> claims))).isEmpty();
  }

  private void refused(UnaryOperator<JWTClaimsSet.Builder> changed) throws Exception {
    assertThat(tokens.principal(signed(key, changed))).isEmpty();
  }

  private Oidc provider() {
    return new Oidc(
        URI.create(issuer),
        "crossfade",
        "name",
        "realm.groups",
        Map.of(
            Role.VIEWER, List.of("staff"),
            Role.OPERATOR, List.of("dba", "ops"),
            Role.APPROVER, List.of("leads")),
        null);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience("crossfade")
        .claim("name", "ann")
        .claim("realm", Map.of("groups", List.of("staff", "dba", "others")))
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private String signed(RSAKey by, UnaryOperator<JWTClaimsSet.Builder> changed) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(),
            changed.apply(claims()).build());
    token.sign(new RSASSASigner(by));
    return token.serialize();
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(String path, Supplier<String> text) {
    http.createContext(
        path,
        exchange -> {
          byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
