package io.crossfade.mysqlservers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** MariaDB as it comes from Maven Central: its files lie in a folder of a jar. */
final class MariaDbJar {
  private static final String PROGRAMS = "bin/";
  private static final String SCRIPTS = "scripts/";

  /** What a server and its installation need; the rest of the jar is for clients. */
  private static final Set<String> WANTED_PROGRAMS =
      Set.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip");

  private MariaDbJar() {}

  static void unpack(InputStream jar, String folder, Path directory) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.startsWith(folder) && !entry.isDirectory()) {
          unpackEntry(zip, name.substring(folder.length()), directory);
        }
      }
    }
  }

  private static void unpackEntry(ZipInputStream zip, String name, Path directory)
      throws IOException {
    boolean program = name.startsWith(PROGRAMS) || name.startsWith(SCRIPTS);
    boolean wanted =
        WANTED_PROGRAMS.contains(name) || name.startsWith(SCRIPTS) || name.startsWith("share/");
    if (!wanted) {
      return;
    }
    Path path = directory.resolve(name).normalize();
    if (!path.startsWith(directory)) {
      throw new IOException("Jar entry " + name + " lies outside of the jar");
    }
    Files.createDirectories(path.resolveSibling("."));
    Files.copy(zip, path);
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
