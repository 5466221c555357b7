package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The programs of servers, unpacked once per machine; all processes share them. */
public final class ServerCache {
  private ServerCache() {}

  /** Fills an empty directory with what a server needs. */
  @FunctionalInterface
  public interface Unpacking {
    void into(Path directory) throws IOException;
  }

  /**
   * The directory of that name, which is filled if it is not there.
   *
   * @param name says the version too, for what is there is never replaced
   */
  public static Path unpacked(String name, Unpacking unpacking) {
    Path home = directory().resolve(name);
    try {
      unpackOnce(home, unpacking);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + name + " into " + home, e);
    }
    return home;
  }

  /**
   * The file lock keeps other processes out, the monitor other threads, which a file lock does not.
   */
  private static synchronized void unpackOnce(Path home, Unpacking unpacking) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Files.createDirectories(home.resolveSibling("."));
    Path lockFile = home.resolveSibling(home.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(home)) {
        unpack(home, unpacking);
      }
    }
  }

  /**
   * The directory gets its name last: a process that dies in between leaves no half of a server
   * behind.
   */
  private static void unpack(Path home, Unpacking unpacking) throws IOException {
    Path unfinished = Files.createTempDirectory(home.resolveSibling("."), "unpack-").normalize();
    unpacking.into(unfinished);
    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path directory() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("crossfade").resolve("servers");
  }
}
