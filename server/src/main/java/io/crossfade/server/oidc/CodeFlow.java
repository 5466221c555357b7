package io.crossfade.server.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.crossfade.model.Secret;
import io.crossfade.server.configuration.Oidc;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends somebody to the provider and learns from it who he is: the authorization code flow of
/// OpenID Connect Core 1.0 (section 3.1), with PKCE (RFC 7636). The token comes from the provider
/// itself, and never through the browser.
public final class CodeFlow {
  private static final Logger LOG = LoggerFactory.getLogger(CodeFlow.class);
  private static final String BASIC = "client_secret_basic";

  private final Oidc provider;
  private final String scope;
  private final @Nullable Secret secret;
  private final Discovery about;
  private final IdTokens tokens;
  private final SecureRandom random = new SecureRandom();

  /// @param scope what is asked for there
  /// @param secret of our client there; null where it is a public one
  public CodeFlow(Oidc provider, String scope, @Nullable Secret secret) {
    this.provider = provider;
    this.scope = scope;
    this.secret = secret;
    this.about = new Discovery(provider.issuer());
    this.tokens = new IdTokens(provider);
  }

  public Begun begin() {
    return Begun.random(random);
  }

  public URI issuer() {
    return provider.issuer();
  }

  /// Where the browser is sent.
  ///
  /// @param callback where it comes back to
  public URI authorization(Begun begun, String callback) throws IOException {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("response_type", "code");
    asked.put("client_id", provider.audience());
    asked.put("redirect_uri", callback);
    asked.put("scope", scope);
    asked.put("state", begun.state());
    asked.put("nonce", begun.nonce());
    asked.put("code_challenge", begun.challenge());
    asked.put("code_challenge_method", "S256");
    URI place = about.address("authorization_endpoint");
    return URI.create(place + (place.getRawQuery() == null ? "?" : "&") + form(asked));
  }

  /// Who has logged in there.
  ///
  /// @param code what the provider has given the browser; good for once
  public LoginAnswer redeem(Begun begun, String code, String callback) throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Discovery.PATIENCE).build()) {
      HttpResponse<String> response =
          http.send(
              request(begun, code, callback),
              BodyHandlers.limiting(BodyHandlers.ofString(), Discovery.MOST_BYTES));
      if (response.statusCode() != 200) {
        LOG.warn("{} has refused a code: status {}", provider.issuer(), response.statusCode());
        return new LoginAnswer.Refused(LoginRefusal.PROVIDER);
      }
      String token = JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "id_token");
      return token == null
          ? new LoginAnswer.Refused(LoginRefusal.PROVIDER)
          : tokens.login(token, begun.nonce());
    } catch (IOException | ParseException e) {
      LOG.warn("{} cannot be asked who has logged in: {}", provider.issuer(), kind(e));
      return new LoginAnswer.Refused(LoginRefusal.AWAY);
    }
  }

  private HttpRequest request(Begun begun, String code, String callback) throws IOException {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("grant_type", "authorization_code");
    said.put("code", code);
    said.put("redirect_uri", callback);
    said.put("code_verifier", begun.verifier());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(about.address("token_endpoint"))
            .timeout(Discovery.PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json");
    if (secret != null && takesBasic()) {
      request.header("Authorization", basic(secret));
    } else {
      said.put("client_id", provider.audience());
      if (secret != null) {
        said.put("client_secret", secret.reveal());
      }
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(form(said))).build();
  }

  /// It does where it does not say.
  private boolean takesBasic() throws IOException {
    List<String> ways = about.list("token_endpoint_auth_methods_supported");
    return ways == null || ways.contains(BASIC);
  }

  /// Each half encoded as in a form, as RFC 6749 (section 2.3.1) wants it.
  private String basic(Secret password) {
    String both = encoded(provider.audience()) + ":" + encoded(password.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// The words of such an error may quote what the provider has answered.
  private static String kind(Exception e) {
    return e.getClass().getSimpleName();
  }
}
