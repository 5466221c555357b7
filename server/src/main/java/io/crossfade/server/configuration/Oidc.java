package io.crossfade.server.configuration;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.manifest.YamlNode;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// A provider that knows people. See OpenID Connect Core 1.0.
///
/// @param audience for whom its tokens must be made
/// @param name the claim that tells who somebody is
/// @param claim the claim that lists somebody's groups, with dots between levels
/// @param groups which of them have a role
public record Oidc(
    URI issuer, String audience, String name, String claim, Map<Role, List<String>> groups) {
  public Oidc {
    groups = Map.copyOf(groups);
  }

  static Oidc of(YamlNode.Fields section) {
    Map<Role, List<String>> groups = new EnumMap<>(Role.class);
    for (Role role : EnumSet.complementOf(EnumSet.of(Role.ROUTER))) { // applications are no people
      groups.put(role, Texts.of(section.get(role.spelled())));
    }
    String name = section.optionalText("name");
    return new Oidc(
        URI.create(section.text("issuer")),
        section.text("audience"),
        name == null ? "sub" : name,
        section.text("claim"),
        groups);
  }
}
