package io.crossfade.server.alerts;

import io.crossfade.model.Secret;
import io.crossfade.server.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Sends JSON, signed as Standard Webhooks says: whoever has the secret knows that it is ours, and
/// how old it is.
final class SignedPost {
  private static final String PREFIX = "whsec_";

  private final Post post;
  private final Secret secret;
  private final InstantSource clock;

  /// @param data what the receiver may want to decide by
  private record Body(String type, String timestamp, Map<String, String> data) {}

  /// @param secret in base64 after `whsec_`, or any text
  SignedPost(Secret url, Secret secret, InstantSource clock) {
    this.post = new Post(url);
    this.secret = secret;
    this.clock = clock;
  }

  /// @param name the same however often it is sent
  /// @param at when what it tells has happened
  void send(String name, String type, Instant at, Map<String, String> data)
      throws IOException, InterruptedException {
    String body = WireJson.write(new Body(type, at.toString(), data));
    String id = id(name);
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    post.send(
        body,
        Map.of(
            "webhook-id",
            id,
            "webhook-timestamp",
            timestamp,
            "webhook-signature",
            "v1," + signature(id + "." + timestamp + "." + body)));
  }

  /// In the letters that a header may have, and without the dot that parts what is signed.
  private static String id(String name) {
    return "msg_"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private String signature(String signed) throws IOException {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private byte[] key() throws IOException {
    String text = secret.reveal();
    if (!text.startsWith(PREFIX)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException _) {
      // its words quote a letter of it
      throw new IOException("its secret has something else than base64 after whsec_");
    }
  }
}
