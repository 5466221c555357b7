package io.crossfade.engine.manifest;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads a manifest, or says everything that is wrong with it at once: `file:line:column: what;
/// what to do`.
public final class ManifestReader {
  private ManifestReader() {}

  /// MANIFEST_INVALID, with one line per problem.
  public static Manifest read(Path file) {
    return parse(file.toString(), text(file), file.toAbsolutePath().resolveSibling(""));
  }

  /// @param name what messages call the manifest
  /// @param directory what its relative paths are relative to
  public static Manifest parse(String name, String text, Path directory) {
    Problems problems = new Problems();
    YamlNode document = YamlDocument.read(name, text, problems);
    if (document != null) {
      new SchemaProblems(document, problems)
          .addAll(ManifestSchema.load().validate(document.json()));
    }
    problems.throwIfAny();
    if (!(document instanceof YamlNode.Fields fields)) {
      throw new IllegalStateException("the schema let something pass that is no manifest");
    }
    Manifest manifest = new ManifestBuilder(directory, problems).build(fields);
    ManifestCheck.check(manifest, fields, problems);
    problems.throwIfAny();
    return manifest;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file; check the path", e);
    } catch (MalformedInputException e) {
      throw unreadable(file, "the file is not UTF-8; save it as UTF-8", e);
    } catch (IOException e) {
      throw unreadable(
          file,
          "the file cannot be read (" + e.getClass().getSimpleName() + "); check its rights",
          e);
    }
  }

  private static CrossfadeException unreadable(Path file, String message, IOException cause) {
    return new CrossfadeException(ErrorCode.MANIFEST_INVALID, file + ": " + message, cause);
  }
}
