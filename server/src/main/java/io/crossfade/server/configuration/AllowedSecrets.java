package io.crossfade.server.configuration;

import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which secrets a manifest that somebody gives to a server may use.
///
/// @param environment names of variables, `*` for any characters; null for all
/// @param files the directory in which they lie; null for anywhere, empty for none
public record AllowedSecrets(@Nullable List<String> environment, @Nullable Path files)
    implements Predicate<SecretReference> {
  private static final Path NOWHERE = Path.of("");

  public static final AllowedSecrets ALL = new AllowedSecrets(null, null);

  static AllowedSecrets of(YamlNode.Fields section, Path directory) {
    String files = section.optionalText("files");
    return new AllowedSecrets(
        Texts.of(section.get("environment")),
        files == null ? NOWHERE : directory.resolve(files).normalize());
  }

  @Override
  public boolean test(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Env(String name) ->
          environment == null || environment.stream().anyMatch(pattern -> matches(pattern, name));
      case SecretReference.File(Path path) ->
          files == null
              || (!files.equals(NOWHERE)
                  && path.toAbsolutePath().normalize().startsWith(files.toAbsolutePath()));
    };
  }

  private static boolean matches(String pattern, String name) {
    return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), name);
  }
}
