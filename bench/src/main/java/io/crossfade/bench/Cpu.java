package io.crossfade.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Seconds of processor time, as Linux counts them. Elsewhere there is no number: NaN.
public final class Cpu {
  private static final double TICKS_PER_SECOND = 100;

  /// Behind the name, which may hold anything, `utime` is the twelfth field.
  private static final int UTIME = 11;

  private static final int CSTIME = 14;

  private Cpu() {}

  /// This process, and all programs that it has run to their end.
  static double secondsOfClients() {
    return seconds(ProcessHandle.current().pid());
  }

  /// A process, its children, and those of them that have ended.
  public static double secondsOfTree(long pid) {
    double children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .mapToDouble(child -> orNothing(seconds(child.pid())))
            .sum();
    return seconds(pid) + children;
  }

  /// A child that has ended meanwhile is counted with its parent the next time.
  private static double orNothing(double seconds) {
    return Double.isNaN(seconds) ? 0 : seconds;
  }

  private static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = 0;
      for (int field = UTIME; field <= CSTIME; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
