package io.crossfade.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `crossfade` in a process of its own, with the options and classes of this one.
public final class Child implements AutoCloseable {
  private static final String MAIN = "io.crossfade.cli.Main";
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final Process process;
  private final Path said;

  public Child(Path directory, String... arguments) throws IOException {
    said = Files.createTempFile(directory, arguments[0], ".said");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  public long pid() {
    return process.pid();
  }

  public void await(BooleanSupplier ready) throws Exception {
    long since = System.nanoTime();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - since > PATIENCE_NANOS) {
        throw new IllegalStateException("it does not come to that:\n" + Files.readString(said));
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
