package io.crossfade.cli.process;

import io.crossfade.engine.repair.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Files of a state directory that a process was killed over while it wrote them. For as long as no
/// other process is there.
public final class Drafts implements Check {
  private static final String DRAFT = ".tmp";

  private final Path directory;

  public Drafts(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<Damage> look() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(DRAFT))
          .sorted()
          .map(file -> Damage.of("a file was not written to its end", file.toString(), "remove it"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String mend(Damage damage) {
    try {
      Files.deleteIfExists(Path.of(damage.where()));
      return "it was removed";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + damage.where() + ": " + e.getMessage(), e);
    }
  }
}
