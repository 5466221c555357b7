package io.crossfade.server;

import io.crossfade.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// What an application needs to follow a migration's routes, in a file that nobody but its owner
/// can read: the connection string in the first line, the token in the second.
public final class ConnectionFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private ConnectionFile() {}

  /// The token in it; empty where there is no such file.
  public static Optional<Secret> token(Path file) {
    try {
      return Files.readString(file).lines().skip(1).findFirst().map(Secret::new);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// Writes it in one move, so that nobody reads half of it.
  public static void write(Path file, String connection, Secret token) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      Path draft = Files.createTempFile(directory, "connection", ".tmp", OWNER_ONLY);
      Files.writeString(draft, connection + "\n" + token.reveal() + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write "
              + file
              + ", where applications look for the control plane: "
              + e.getMessage(),
          e);
    }
  }
}
