package io.crossfade.client.dual;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory that one process has for itself. The lock goes when the process does. */
final class IntentDirectory implements AutoCloseable {
  private static final Logger LOG = System.getLogger(IntentDirectory.class.getPackageName());

  private final FileChannel channel;

  private IntentDirectory(FileChannel channel) {
    this.channel = channel;
  }

  static IntentDirectory lock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (taken(channel) == null) {
        channel.close();
        throw new CrossfadeException(
            ErrorCode.ALREADY_RUNNING,
            "Another process notes its intents in "
                + directory
                + ". Give each process a directory of its own, which it finds again when it is started anew.");
      }
      return new IntentDirectory(channel);
    } catch (IOException e) {
      throw new CrossfadeException(
          ErrorCode.INTENT_FAILED,
          "The directory for intents, " + directory + ", cannot be used: " + e.getMessage(),
          e);
    }
  }

  private static @Nullable FileLock taken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process has it already.
      return null;
    }
  }

  /** A name that was moved is only on the disk when its directory is. */
  static void force(Path file) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the lock of the intents was not given back", e);
    }
  }
}
