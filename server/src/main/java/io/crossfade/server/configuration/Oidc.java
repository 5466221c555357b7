package io.crossfade.server.configuration;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.YamlNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider that knows people. See OpenID Connect Core 1.0.
///
/// @param audience for whom its tokens must be made: our client id there
/// @param name the claim that tells who somebody is
/// @param claim the claim that lists somebody's groups, with dots between levels
/// @param groups which of them have a role
/// @param login null where nobody is sent there to log in
public record Oidc(
    URI issuer,
    String audience,
    String name,
    String claim,
    Map<Role, List<String>> groups,
    @Nullable Login login) {
  public Oidc {
    groups = Map.copyOf(groups);
  }

  /// @param secret of our client; null where it is a public one
  /// @param scope what is asked for, beside who somebody is
  public record Login(@Nullable SecretReference secret, String scope) {
    private static final String USUAL = "openid profile email";

    static Login of(YamlNode.Fields section, Path directory) {
      YamlNode.Fields secret = section.fields("secret");
      String scope = section.optionalText("scope");
      return new Login(
          secret == null ? null : SecretReference.of(secret, directory),
          scope == null ? USUAL : scope);
    }
  }

  static Oidc of(YamlNode.Fields section, Path directory) {
    YamlNode.Fields login = section.fields("login");
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
        groups,
        login == null ? null : Login.of(login, directory));
  }
}
