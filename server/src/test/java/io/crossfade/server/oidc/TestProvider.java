package io.crossfade.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A small provider: discovery, a page on which one logs in, a token for a code, keys. It refuses
/// what a real one refuses: an unknown client, another callback, a wrong verifier, a code that it
/// has seen before.
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "crossfade";
  public static final String SECRET = "p&ss:wörd";

  private final RSAKey key;
  private final HttpServer http;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile String callback = "";
  private volatile UnaryOperator<JWTClaimsSet.Builder> changed = claims -> claims;
  private volatile UnaryOperator<String> answered = state -> state;

  public TestProvider() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    // another site than the server's, as a browser sees it
    http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    http.createContext("/.well-known/openid-configuration", this::about);
    http.createContext("/keys", e -> send(e, 200, new JWKSet(key.toPublicJWK()).toString()));
    http.createContext("/authorize", this::ask);
    http.createContext("/confirm", this::confirm);
    http.createContext("/token", this::token);
    http.start();
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /// The only address to which it leads back, as an admin registers it.
  public void register(String address) {
    callback = address;
  }

  /// From now on its tokens say something else.
  public void telling(UnaryOperator<JWTClaimsSet.Builder> change) {
    changed = change;
  }

  /// From now on it answers with another state.
  public void answering(UnaryOperator<String> state) {
    answered = state;
  }

  private void about(HttpExchange exchange) throws IOException {
    send(
        exchange,
        200,
        """
        {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/authorize",
         "token_endpoint": "%1$s/token"}\
        """
            .formatted(issuer()));
  }

  private void ask(HttpExchange exchange) throws IOException {
    Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
    boolean isGood =
        CLIENT.equals(asked.get("client_id"))
            && callback.equals(asked.get("redirect_uri"))
            && "code".equals(asked.get("response_type"))
            && "S256".equals(asked.get("code_challenge_method"))
            && asked.getOrDefault("scope", "").contains("openid");
    String page =
        "<!doctype html><title>Provider</title><form method=post action='/confirm?%s'><button>I am ann</button></form>"
            .formatted(exchange.getRequestURI().getRawQuery());
    send(exchange, isGood ? 200 : 400, isGood ? page : "refused: " + asked, "text/html");
  }

  private void confirm(HttpExchange exchange) throws IOException {
    Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .add(
            "Location",
            "%s?code=%s&state=%s&iss=%s"
                .formatted(
                    callback,
                    code,
                    answered.apply(asked.getOrDefault("state", "")),
                    URLEncoder.encode(issuer().toString(), StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> said =
        fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Map<String, String> asked = codes.remove(said.getOrDefault("code", ""));
    boolean isGood =
        asked != null
            && isClient(exchange.getRequestHeaders().getFirst("Authorization"))
            && "authorization_code".equals(said.get("grant_type"))
            && callback.equals(said.get("redirect_uri"))
            && challenge(said.getOrDefault("code_verifier", ""))
                .equals(asked.get("code_challenge"));
    String answer =
        isGood && asked != null
            ? "{\"token_type\": \"Bearer\", \"id_token\": \"%s\"}"
                .formatted(signed(asked.getOrDefault("nonce", "")))
            : "{\"error\": \"invalid_grant\"}";
    send(exchange, isGood ? 200 : 400, answer);
  }

  private static boolean isClient(String authorization) {
    String both =
        URLEncoder.encode(CLIENT, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    return ("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
        .equals(authorization);
  }

  private String signed(String nonce) {
    try {
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder()
              .issuer(issuer().toString())
              .audience(CLIENT)
              .subject("1")
              .claim("name", "ann")
              .claim("groups", List.of("dba"))
              .claim("nonce", nonce)
              .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              changed.apply(claims).build());
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> fields(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, text, "application/json");
  }

  private static void send(HttpExchange exchange, int status, String text, String type)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
