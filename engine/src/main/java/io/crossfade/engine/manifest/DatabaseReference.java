package io.crossfade.engine.manifest;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import org.jspecify.annotations.Nullable;

/// Where a database is and who we are there, as the manifest says it: without the secret.
///
/// @param password null where the server asks for none
public record DatabaseReference(String url, String user, @Nullable SecretReference password) {

  /// The endpoint to open, the password looked up now: a rotated one is taken at the next start.
  public Endpoint endpoint(SecretReferences secrets) {
    Secret secret = password == null ? new Secret("") : secrets.resolve(password);
    return new Endpoint(url, user, secret);
  }
}
