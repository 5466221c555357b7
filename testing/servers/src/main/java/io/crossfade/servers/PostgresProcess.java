package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** How a postmaster is started, and what it says when it is ready. */
final class PostgresProcess {
  private PostgresProcess() {}

  /** Returns once the server accepts connections. */
  static ServerProcess start(PostgresBinaries binaries, Path dataDir, int port) {
    String program = binaries.program("postgres").toString();
    List<String> command = List.of(program, "-D", dataDir.toString(), "-p", Integer.toString(port));
    Path log = DataDirectory.log(dataDir);
    ServerProcess process = ServerProcess.start("PostgreSQL in " + dataDir, command, log, "INT");
    process.awaitReady(() -> saysReady(process, dataDir), log);
    return process;
  }

  /** What {@code pg_ctl} looks at too: line 1 of the pid file is the process, line 8 its state. */
  private static boolean saysReady(ServerProcess process, Path dataDir) {
    try {
      List<String> lines = Files.readAllLines(dataDir.resolve("postmaster.pid"));
      return lines.size() >= 8
          && lines.get(0).trim().equals(Long.toString(process.pid()))
          && lines.get(7).trim().equals("ready");
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the pid file in " + dataDir, e);
    }
  }
}
