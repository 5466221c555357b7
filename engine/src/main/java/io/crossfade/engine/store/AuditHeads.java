package io.crossfade.engine.store;

import io.crossfade.engine.audit.AuditHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The file that notes every head of the audit beside the store, so that whoever changes the store
/// alone is found out. It only grows: a file with the newest head would say nothing of those
/// before.
public final class AuditHeads implements Consumer<AuditHead> {
  private static final Logger LOG = System.getLogger(AuditHeads.class.getName());

  private final Path file;

  /// @param directory a state directory
  public AuditHeads(Path directory) {
    this.file = file(directory);
  }

  public static Path file(Path directory) {
    return directory.resolve("audit.heads");
  }

  /// Those that stand in a file of heads, or in a log.
  public static List<AuditHead> read(Path file) {
    // a log may hold anything
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.map(AuditHead::in).flatMap(Optional::stream).distinct().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the heads in " + file + ": " + e.getMessage(), e);
    }
  }

  /// One that cannot be noted stops nothing: it stands in the log as well, and the next one vouches
  /// for it.
  @Override
  public synchronized void accept(AuditHead head) {
    try {
      StateFiles.addLine(file, head.toString());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot note audit head %s in %s: %s".formatted(head, file, e));
    }
  }
}
