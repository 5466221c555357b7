package io.crossfade.engine.store;

import io.crossfade.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// The files of a state directory, which nobody but their owner may read: one of them holds the
/// token with which a process is told to switch.
final class StateFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final JsonMapper MAPPER = new JsonMapper();

  private record Announced(long pid, int port, String token) {}

  private StateFiles() {}

  static Path directory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.toAbsolutePath().normalize(), OWNER_ONLY_DIRECTORY);
    }
    return directory.toRealPath();
  }

  static FileChannel openLock(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
        OWNER_ONLY);
  }

  static void addLine(Path file, String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE), OWNER_ONLY)) {
      channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  /// In one move, so that nobody reads half of it.
  static void writeEndpoint(Path directory, ControlEndpoint endpoint) {
    Announced announced = new Announced(endpoint.pid(), endpoint.port(), endpoint.token().reveal());
    try {
      Path draft = Files.createTempFile(directory, "control", ".tmp", OWNER_ONLY);
      Files.write(draft, MAPPER.writeValueAsBytes(announced));
      Files.move(draft, control(directory), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write into the state directory " + directory + ": " + e.getMessage(), e);
    }
  }

  static Optional<ControlEndpoint> readEndpoint(Path directory) {
    try {
      byte[] json = Files.readAllBytes(control(directory));
      Announced announced = MAPPER.readValue(json, Announced.class);
      return Optional.of(
          new ControlEndpoint(announced.pid(), announced.port(), new Secret(announced.token())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the state directory " + directory + ": " + e.getMessage(), e);
    }
  }

  static void deleteEndpoint(Path directory) throws IOException {
    Files.deleteIfExists(control(directory));
  }

  private static Path control(Path directory) {
    return directory.resolve("control.json");
  }
}
