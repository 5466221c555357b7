package io.crossfade.cli.bundle;

import io.crossfade.model.CrossfadeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes parts into one zip. A part that cannot be had is named in it, with the reason.
public final class Bundle {
  private static final String HEAD =
      """
      A support bundle of Crossfade. It holds no passwords or tokens, and nothing of any row: keys
      are replaced by numbers (#...), the same number for the same key within this bundle only, and
      what a database server said in its own words is left out. See docs/support-bundle.md.

      """;

  private final UnaryOperator<String> redaction;

  /// @param redaction of what is said about parts that are missing
  public Bundle(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  /// What came of it.
  ///
  /// @param missing by the name of the part, why
  public record Written(String file, List<String> parts, Map<String, String> missing) {
    public Written {
      parts = List.copyOf(parts);
      missing = new TreeMap<>(missing);
    }
  }

  /// In one move, so that nobody sends half of one.
  public Written write(Path file, List<Part> parts) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      Path draft = Files.createTempFile(directory, "crossfade-bundle", ".tmp");
      Map<String, String> missing;
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(draft))) {
        missing = write(zip, parts);
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      return new Written(
          file.toString(),
          parts.stream().map(Part::name).filter(name -> !missing.containsKey(name)).toList(),
          missing);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private Map<String, String> write(ZipOutputStream zip, List<Part> parts) throws IOException {
    Map<String, String> missing = new TreeMap<>();
    for (Part part : parts) {
      try {
        put(zip, part.name(), part.content().text());
      } catch (CrossfadeException | UncheckedIOException e) {
        missing.put(part.name(), redaction.apply(String.valueOf(e.getMessage())));
      }
    }
    StringBuilder readme = new StringBuilder(HEAD);
    parts.forEach(part ->
        readme
            .append(part.name())
            .append(missing.containsKey(part.name()) ? "  MISSING: " : "")
            .append(missing.getOrDefault(part.name(), ""))
            .append('\n'));
    put(zip, "README.txt", readme.toString());
    return missing;
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
