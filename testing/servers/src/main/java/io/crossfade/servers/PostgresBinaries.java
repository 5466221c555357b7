package io.crossfade.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one PostgreSQL version, unpacked once per machine into a cache that all processes
 * share.
 *
 * @param majorVersion for example 18
 * @param home the directory that holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(int majorVersion, Path home) {
  private static final Map<String, String> ARCHIVE_OF_PLATFORM =
      Map.of(
          "linux-amd64", "postgres-linux-x86_64.txz",
          "linux-arm64v8", "postgres-linux-arm_64.txz",
          "darwin-amd64", "postgres-darwin-x86_64.txz",
          "darwin-arm64v8", "postgres-darwin-arm_64.txz");

  static PostgresBinaries ofVersion(int majorVersion) {
    Properties servers = servers();
    String platform = servers.getProperty("platform");
    String version = servers.getProperty("postgresql-" + majorVersion);
    String archive = ARCHIVE_OF_PLATFORM.get(platform);
    if (version == null || archive == null) {
      throw new IllegalStateException(
          "There is no embedded PostgreSQL "
              + majorVersion
              + " for this platform ("
              + platform
              + "). Versions 15 to 18 exist for Linux and macOS on x86-64 and arm64.");
    }
    Path home = cache().resolve("postgresql-" + version + "-" + platform);
    try {
      unpackOnce("postgresql-" + majorVersion + "/" + archive, home);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack PostgreSQL " + version + " into " + home, e);
    }
    return new PostgresBinaries(majorVersion, home);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /**
   * The file lock keeps other processes out, the monitor other threads, which a file lock does not.
   */
  private static synchronized void unpackOnce(String resource, Path home) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Files.createDirectories(home.resolveSibling("."));
    Path lockFile = home.resolveSibling(home.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(home)) {
        unpack(resource, home);
      }
    }
  }

  /**
   * The directory gets its name last: a process that dies in between leaves no half of a server
   * behind.
   */
  private static void unpack(String resource, Path home) throws IOException {
    Path unfinished = Files.createTempDirectory(home.resolveSibling("."), "unpack-").normalize();
    try (InputStream archive = resource(resource)) {
      if (archive == null) {
        throw new IOException(
            resource
                + " is not on the class path: 16 and 18 lie in testing/servers, which may have to be built again;"
                + " a module that needs another version unpacks it as connectors/postgresql does");
      }
      ServerArchive.unpack(archive, unfinished);
    }
    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Properties servers() {
    Properties properties = new Properties();
    try (InputStream in = resource("servers.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read servers.properties", e);
    }
    return properties;
  }

  private static @Nullable InputStream resource(String name) {
    return PostgresBinaries.class.getResourceAsStream(name);
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("crossfade").resolve("servers");
  }
}
