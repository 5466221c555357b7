package io.crossfade.adapters;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A program's configuration file, in which a few words are ours and every other byte is somebody
/// else's. It may hold passwords: nothing of it is ever said.
///
/// @param path as the user has given it; a symbolic link stays one
public record ConfigFile(Path path) {

  /// Each byte as one character, so that the same bytes can be written back.
  public String text() {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /// Refuses what could not be replaced.
  public void requireWritable() {
    try {
      Path real = path.toRealPath();
      PosixFileAttributes now = attributes(real);
      Path beside = beside(real);
      Files.deleteIfExists(beside);
      write(beside, "", now);
      Files.delete(beside);
    } catch (IOException e) {
      throw failed("replace", e);
    }
  }

  /// In one move: whoever reads it gets all of the old text or all of the new one, also when the
  /// machine dies. Owner, group and permissions stay.
  public void replace(String text) {
    try {
      Path real = path.toRealPath();
      Path beside = beside(real);
      Files.deleteIfExists(beside);
      write(beside, text, attributes(real));
      Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(parent(real), StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw failed("replace", e);
    }
  }

  private static void write(Path file, String text, PosixFileAttributes like) throws IOException {
    var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      PosixFileAttributeView view = view(file);
      PosixFileAttributes now = view.readAttributes();
      if (!now.owner().equals(like.owner())) {
        view.setOwner(like.owner());
      }
      if (!now.group().equals(like.group())) {
        view.setGroup(like.group());
      }
      view.setPermissions(like.permissions());
      channel.force(true);
    }
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return view(file).readAttributes();
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }

  /// In the same directory, for only there a move is one step. One that a dead process has left is
  /// of no use.
  private static Path beside(Path real) {
    return real.resolveSibling("." + real.getFileName() + ".crossfade");
  }

  private static Path parent(Path real) throws IOException {
    Path parent = real.getParent();
    if (parent == null) {
      throw new IOException("it is no file");
    }
    return parent;
  }

  private CrossfadeException failed(String doing, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException denied -> "this user may not touch " + denied.getFile();
          default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    return new CrossfadeException(
        ErrorCode.CONFIGURATION_INVALID,
        "cannot %s %s: %s. The adapter runs beside the program, as the owner of its file or as root, and needs to write into the file's directory."
            .formatted(doing, path, why),
        e);
  }
}
