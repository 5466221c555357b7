package io.crossfade.adapters;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A program that a machine may have or not. Where it has not, the test is skipped and says so.
public final class Installed {
  private Installed() {}

  /// In PATH, where Debian keeps it, or where the environment says (`CROSSFADE_PGBOUNCER`).
  public static String program(String name) {
    Optional<String> found =
        Stream.concat(
                Stream.ofNullable(System.getenv("CROSSFADE_" + name.toUpperCase(Locale.ROOT)))
                    .map(Path::of),
                Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                    .map(directory -> Path.of(directory, name)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    assumeTrue(found.isPresent(), name + " is not installed");
    return found.orElseThrow();
  }
}
