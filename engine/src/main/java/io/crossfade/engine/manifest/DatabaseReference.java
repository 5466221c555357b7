package io.crossfade.engine.manifest;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a database is and who we are there, as the manifest says it: without the secret.
///
/// @param password null where the server asks for none
public record DatabaseReference(String url, String user, @Nullable SecretReference password) {

  /// Of a section that the schema has accepted.
  ///
  /// @param directory what its relative paths are relative to
  public static DatabaseReference of(YamlNode.Fields section, Path directory) {
    YamlNode.Fields password = section.fields("password");
    return new DatabaseReference(
        section.text("url"),
        section.text("user"),
        password == null ? null : SecretReference.of(password, directory));
  }

  /// The endpoint to open, the password looked up now: a rotated one is taken at the next start.
  public Endpoint endpoint(SecretReferences secrets) {
    Secret secret = password == null ? new Secret("") : secrets.resolve(password);
    return new Endpoint(url, user, secret);
  }
}
