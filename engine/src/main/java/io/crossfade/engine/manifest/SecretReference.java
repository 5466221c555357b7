package io.crossfade.engine.manifest;

import java.nio.file.Path;

/// Where a secret is kept. The manifest never holds the secret itself, so it can be shown and
/// stored.
public sealed interface SecretReference {

  /// Of a section that the schema has accepted: `{env: NAME}` or `{file: PATH}`.
  ///
  /// @param directory what its relative path is relative to
  static SecretReference of(YamlNode.Fields section, Path directory) {
    String env = section.optionalText("env");
    return env != null
        ? new Env(env)
        : new File(directory.resolve(section.text("file")).normalize());
  }

  record Env(String name) implements SecretReference {
    @Override
    public String toString() {
      return "environment variable " + name;
    }
  }

  /// @param path absolute, or relative to the manifest's directory before the reader resolves it
  record File(Path path) implements SecretReference {
    @Override
    public String toString() {
      return "file " + path;
    }
  }
}
