package io.crossfade.cli.process;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Puts a log that is full aside: `crossfade.log.1` is the newest of the older ones. (Logback's own
/// way takes a `%` in the directory's name for a pattern.)
final class OlderLogs extends RollingPolicyBase {
  private static final int KEPT = 5;

  private final Path log;

  OlderLogs(Path log) {
    this.log = log;
  }

  @Override
  public void rollover() {
    try {
      for (int number = KEPT; number > 0; number--) {
        Path newer = older(number - 1);
        if (Files.exists(newer)) {
          Files.move(newer, older(number), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new RolloverFailure("The log goes on in the same file", e);
    }
  }

  private Path older(int number) {
    return number == 0 ? log : Path.of(log + "." + number);
  }

  @Override
  public String getActiveFileName() {
    return log.toString();
  }
}
