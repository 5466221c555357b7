package io.crossfade.client;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last route of a migration, in a file, so that an application can start while no control plane
 * answers. A route that is outdated does no harm: the fence in the database refuses writes to the
 * wrong side. A file that is not ours, or that cannot be understood, is never guessed at.
 *
 * @param file readable by its owner only; each migration and application has its own
 * @param migration whose route it keeps
 */
public record KeptRoute(Path file, String migration) {
  private static final Logger LOG = System.getLogger(KeptRoute.class.getPackageName());

  /** What was kept, and since when. */
  record Found(RouteAnswer answer, Instant since) {
    Duration age() {
      return Duration.between(since, Instant.now());
    }
  }

  /**
   * What the file holds, if anything.
   *
   * @throws CrossfadeException CONFIGURATION_INVALID if it keeps the route of another migration, or
   *     cannot be understood
   */
  Optional<Found> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(file);
      Found found = new Found(RouteText.parse(text), Files.getLastModifiedTime(file).toInstant());
      requireOurs(found.answer());
      return Optional.of(found);
    } catch (IOException e) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          file
              + " should keep the route of migration "
              + migration
              + " and cannot be understood, so it is unknown which side may be written. Delete it and start"
              + " while the control plane runs; it is written anew then.",
          e);
    }
  }

  /** CONFIGURATION_INVALID if this is the route of another migration. */
  void requireOurs(RouteAnswer answer) {
    String other = answer.route().migration();
    if (!other.equals(migration)) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          "The route of migration "
              + other
              + " was found where "
              + file
              + " keeps that of "
              + migration
              + ". Give each migration a file of its own, and name the one that the control plane carries on.");
    }
  }

  /** Keeps an answer. A failure is only told: whoever runs has his route in memory. */
  void keep(RouteAnswer answer) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      Path draft = Files.createTempFile(directory, "route", ".tmp", ownerOnly());
      try {
        Files.writeString(draft, RouteText.of(answer));
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        boolean left = Files.deleteIfExists(draft);
        LOG.log(Level.DEBUG, () -> left ? "a draft was taken away" : "kept in " + file);
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "epoch {0} cannot be kept in {1}, so that a start without the control plane would begin with an older route: {2}",
          answer.epoch(),
          file,
          e.toString());
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
