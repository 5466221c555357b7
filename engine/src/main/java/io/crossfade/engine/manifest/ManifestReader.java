package io.crossfade.engine.manifest;

import java.nio.file.Path;

/// Reads a manifest, or says everything that is wrong with it at once: `file:line:column: what;
/// what to do`.
public final class ManifestReader {
  private ManifestReader() {}

  /// MANIFEST_INVALID, with one line per problem.
  public static Manifest read(Path file) {
    return parse(
        file.toString(),
        ManifestSchema.kind().text(file),
        file.toAbsolutePath().resolveSibling(""));
  }

  /// @param name what messages call the manifest
  /// @param directory what its relative paths are relative to
  public static Manifest parse(String name, String text, Path directory) {
    Problems problems = new Problems();
    YamlNode.Fields fields = ManifestSchema.kind().parse(name, text, problems);
    Manifest manifest = new ManifestBuilder(directory, problems).build(fields);
    ManifestCheck.check(manifest, fields, problems);
    problems.throwIfAny();
    return manifest;
  }
}
