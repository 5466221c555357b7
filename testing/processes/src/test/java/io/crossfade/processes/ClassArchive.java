package io.crossfade.processes;

import io.crossfade.engine.Await;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The classes of the command, read, verified and linked once: each process that a test starts is
/// there sooner, with less work. Without it everything works the same. See JEP 514.
final class ClassArchive {
  private static final Path BUILT = Path.of("target").toAbsolutePath();

  /// Without the tests: a JVM archives only what lies in jars.
  static final String CLASS_PATH =
      entries().stream()
          .filter(entry -> !Path.of(entry).startsWith(BUILT))
          .collect(Collectors.joining(File.pathSeparator));

  private static boolean tried;

  private ClassArchive() {}

  /// For the JVM. Whoever comes first makes the archive; who comes meanwhile goes without.
  static synchronized List<String> options() throws IOException {
    Path archive = BUILT.resolve("classes-%x.aot".formatted(age()));
    if (!Files.exists(archive) && !tried) {
      tried = true;
      make(archive);
    }
    return Files.exists(archive) ? List.of("-XX:AOTCache=" + archive, "-Xlog:aot=off") : List.of();
  }

  private static void make(Path archive) throws IOException {
    Files.createDirectories(BUILT);
    try (FileChannel file =
            FileChannel.open(
                BUILT.resolve("classes.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null || Files.exists(archive)) {
        return;
      }
      Path made = BUILT.resolve("classes.made");
      run(List.of("-XX:AOTCacheOutput=" + made, "-Xlog:aot=off"));
      if (Files.exists(made)) {
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /// What most tests do: from the start until it waits for a cutover.
  private static void run(List<String> options) throws IOException {
    Path directory = Files.createTempDirectory(BUILT, "archived");
    TwoDatabases databases = new TwoDatabases();
    try {
      databases.sql(Side.SOURCE, "CREATE TABLE notes (id bigint PRIMARY KEY)");
      Files.writeString(
          directory.resolve("shop.yaml"),
          databases.manifestText("archived", "tables: [\"public.*\"]\nreads: [100]\n"));
      try (CrossfadeProcess run =
          CrossfadeProcess.startAs(directory, List.of(), options, "run", "shop.yaml")) {
        Await.that(() -> !run.isAlive() || run.err().contains("READS_SHIFTED"));
        run.terminate();
        int _ = run.exitCode();
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException("the command cannot be run", e);
    }
  }

  private static List<String> entries() {
    return Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  /// Another number after each build.
  private static int age() throws IOException {
    int age = 1;
    for (String entry : entries()) {
      Path path = Path.of(entry);
      age = 31 * age + entry.hashCode();
      if (Files.exists(path)) {
        age = 31 * age + Files.getLastModifiedTime(path).hashCode();
      }
    }
    return age;
  }
}
