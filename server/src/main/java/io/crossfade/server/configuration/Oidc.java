package io.crossfade.server.configuration;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.YamlNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider that knows people. See OpenID Connect Core 1.0.
///
/// @param audience for whom its tokens must be made
/// @param name the claim that tells who somebody is
/// @param claim the claim that lists somebody's groups, with dots between levels
/// @param groups which of them have a role
/// @param secret of the client, for browsers; null where nobody logs in so
public record Oidc(
    URI issuer,
    String audience,
    String name,
    String claim,
    Map<Role, List<String>> groups,
    @Nullable SecretReference secret) {
  public Oidc {
    groups = Map.copyOf(groups);
  }

  static Oidc of(YamlNode.Fields section, Path directory) {
    Map<Role, List<String>> groups = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      groups.put(role, Texts.of(section.get(role.spelled())));
    }
    String name = section.optionalText("name");
    YamlNode.Fields secret = section.fields("secret");
    return new Oidc(
        URI.create(section.text("issuer")),
        section.text("audience"),
        name == null ? "sub" : name,
        section.text("claim"),
        groups,
        secret == null ? null : SecretReference.of(secret, directory));
  }
}
