package io.crossfade.engine;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.crossfade.connector.Database;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What somebody who helps from afar asks first of a process and of its servers.
///
/// @param process what runs where
/// @param servers the settings that matter here; of a server that is away only why
/// @param threads what each thread does
public record Diagnostics(
    Map<String, String> process, Map<Side, Map<String, String>> servers, String threads) {
  private static final long MEGABYTE = 1 << 20;

  public Diagnostics {
    process = new TreeMap<>(process);
    servers = new TreeMap<>(servers);
  }

  static Diagnostics of(Function<Side, Database> databases) {
    return new Diagnostics(thisProcess(), servers(databases), listed());
  }

  /// Of this process.
  public static Map<String, String> thisProcess() {
    Runtime runtime = Runtime.getRuntime();
    Map<String, String> process = new TreeMap<>();
    process.put("crossfade", CrossfadeVersion.current().number());
    process.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    process.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    process.put("pid", "" + ProcessHandle.current().pid());
    process.put("processors", "" + runtime.availableProcessors());
    process.put("heap used MB", "" + (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
    process.put("heap most MB", "" + runtime.maxMemory() / MEGABYTE);
    return process;
  }

  static Map<Side, Map<String, String>> servers(Function<Side, Database> databases) {
    Map<Side, Map<String, String>> servers = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      servers.put(side, settings(side, databases));
    }
    return servers;
  }

  private static Map<String, String> settings(Side side, Function<Side, Database> databases) {
    try {
      return new TreeMap<>(databases.apply(side).catalog().settings());
    } catch (CrossfadeException e) {
      return Map.of("cannot be asked", String.valueOf(e.getMessage()));
    }
  }

  /// Virtual ones too, which are most of ours.
  static String listed() {
    try {
      Path directory = Files.createTempDirectory("crossfade-threads");
      Path file = directory.resolve("threads");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      String text = Files.readString(file);
      Files.delete(file);
      Files.delete(directory);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the threads: " + e.getMessage(), e);
    }
  }
}
