package io.crossfade.connector.log;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes the files of one stream for transactions that do not fit into memory. Thread-safe.
 *
 * <p>A file loses its name as soon as it is open: nobody else can open it, and however this process
 * ends, the system takes the space back. So there is nothing to clean up after a crash.
 */
public final class SpillDirectory implements AutoCloseable {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** How a file of this name is opened. */
  @FunctionalInterface
  public interface Opening {
    FileChannel open(Path file) throws IOException;
  }

  private final Path directory;
  private final Opening opening;
  private final Set<FileChannel> files = new HashSet<>();
  private boolean closed;

  public SpillDirectory(Path directory) {
    this(directory, SpillDirectory::openWithoutName);
  }

  public SpillDirectory(Path directory, Opening opening) {
    this.directory = directory.toAbsolutePath();
    this.opening = opening;
  }

  private static FileChannel openWithoutName(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    return FileChannel.open(file, options, OWNER_ONLY);
  }

  synchronized FileChannel create() {
    if (closed) {
      throw new CrossfadeException(ErrorCode.NOT_RUNNING, "the stream was closed");
    }
    try {
      Files.createDirectories(directory);
      FileChannel file = opening.open(directory.resolve("spill-" + UUID.randomUUID()));
      files.add(file);
      return file;
    } catch (IOException e) {
      throw failed(0, e);
    }
  }

  synchronized void delete(FileChannel file) {
    files.remove(file);
    try {
      file.close();
    } catch (IOException e) {
      throw failed(0, e);
    }
  }

  /** What to throw when a file cannot be written or read. */
  CrossfadeException failed(long written, IOException e) {
    return new CrossfadeException(
        ErrorCode.SPILL_FAILED,
        "a transaction in the log does not fit into memory, and its changes cannot be kept in "
            + directory
            + " either, after "
            + (written >> 20)
            + " MB of it: "
            + e
            + "; make room there (it needs about as much as the transaction has written), or run again with"
            + " --spill-dir and another place. Nothing is lost: the stream begins with this transaction again",
        Map.of("directory", directory.toString(), "bytes", Long.toString(written)),
        e);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Set.copyOf(files).forEach(this::delete);
  }
}
