package io.crossfade.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

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
    Path home =
        ServerCache.unpacked(
            "postgresql-" + version + "-" + platform,
            directory -> unpack("postgresql-" + majorVersion + "/" + archive, directory));
    return new PostgresBinaries(majorVersion, home);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static void unpack(String resource, Path directory) throws IOException {
    try (InputStream archive = resource(resource)) {
      if (archive == null) {
        throw new IOException(
            resource
                + " is not on the class path: 16 and 18 lie in testing/servers, which may have to be built again;"
                + " a module that needs another version unpacks it as connectors/postgresql does");
      }
      ServerArchive.unpack(new XZInputStream(new BufferedInputStream(archive)), directory);
    }
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
}
