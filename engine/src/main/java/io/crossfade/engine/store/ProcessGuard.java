package io.crossfade.engine.store;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets one process at a time near a store.
///
/// The guard is the operating system's lock on a file, so that it ends with its process however
/// that ends; the file itself stays. It holds the process's number, for people, and beside it lies
/// where that process can be asked.
public final class ProcessGuard implements AutoCloseable {
  /// A lock belongs to the whole process: opening and closing the file once more would end it.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  /// Held while somebody here looks whether a guard is held: two who look at once are refused by
  /// the file's own lock, and one who looks while it is taken would end it.
  private static final ReentrantLock LOOKING = new ReentrantLock();

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final Path directory;
  private final FileChannel channel;

  private ProcessGuard(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// Takes the guard of a directory, making the directory if it is not there.
  ///
  /// @param patience how long to wait for a process that only looks something up; one that can be
  ///   asked is there to stay, and ALREADY_RUNNING comes at once
  public static ProcessGuard take(Path directory, Duration patience) {
    try {
      Path real = StateFiles.directory(directory);
      if (!isFirstHere(real)) {
        throw alreadyRunning(real, ProcessHandle.current().pid());
      }
      try {
        return new ProcessGuard(real, lock(real, patience));
      } catch (IOException | RuntimeException e) {
        OURS.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot guard the state directory " + directory + ": " + e.getMessage(), e);
    }
  }

  private static boolean isFirstHere(Path real) {
    LOOKING.lock();
    try {
      return OURS.add(real);
    } finally {
      LOOKING.unlock();
    }
  }

  /// Whether some process holds the guard of this directory.
  public static boolean isHeld(Path directory) {
    LOOKING.lock();
    try {
      if (!Files.exists(lockFile(directory))) {
        return false;
      }
      if (OURS.contains(directory.toRealPath())) {
        return true;
      }
      // shared, so that two who only look do not see each other
      try (FileChannel channel = FileChannel.open(lockFile(directory), StandardOpenOption.READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the state directory " + directory + ": " + e.getMessage(), e);
    } finally {
      LOOKING.unlock();
    }
  }

  /// Where the process that holds the guard says that it can be asked. Empty while it starts; that
  /// of a process that was killed stays until the next one.
  public static Optional<ControlEndpoint> endpoint(Path directory) {
    return StateFiles.readEndpoint(directory);
  }

  /// Says where this process can be asked. Only the owner of the file can read it.
  public void announce(ControlEndpoint endpoint) {
    StateFiles.writeEndpoint(directory, endpoint);
  }

  @Override
  public void close() {
    try {
      StateFiles.deleteEndpoint(directory);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      OURS.remove(directory);
    }
  }

  private static FileChannel lock(Path directory, Duration patience) throws IOException {
    FileChannel channel = StateFiles.openLock(lockFile(directory));
    try {
      awaitLock(channel, directory, patience);
      StateFiles.deleteEndpoint(directory);
      writePid(channel);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void awaitLock(FileChannel channel, Path directory, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      @Nullable FileLock lock = channel.tryLock();
      if (lock != null) {
        return;
      }
      Optional<Long> holder = readPid(channel);
      boolean staysForLong =
          endpoint(directory)
              .filter(e -> holder.equals(Optional.of(e.pid())))
              .flatMap(e -> ProcessHandle.of(e.pid()))
              .isPresent();
      if (staysForLong || System.nanoTime() - deadline >= 0) {
        throw alreadyRunning(directory, holder.orElse(null));
      }
      pause();
    }
  }

  private static void writePid(FileChannel channel) throws IOException {
    channel.truncate(0);
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(pid), 0);
  }

  private static Optional<Long> readPid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return pid.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(pid));
  }

  private static Path lockFile(Path directory) {
    return directory.resolve("lock");
  }

  /// No operating system tells when a file's lock ends.
  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(
          ErrorCode.ALREADY_RUNNING, "interrupted while waiting for another process", e);
    }
  }

  private static CrossfadeException alreadyRunning(Path directory, @Nullable Long pid) {
    String who = pid == null ? "another process" : "process " + pid;
    return new CrossfadeException(
        ErrorCode.ALREADY_RUNNING,
        "%s uses the state directory %s already. Talk to it (crossfade status), or end it first."
            .formatted(who, directory),
        pid == null ? Map.of() : Map.of("pid", pid.toString()));
  }
}
