package io.crossfade.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.util.FileSize;
import io.crossfade.engine.audit.AuditHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  private static final String FORGED = "audit head 9 " + "f".repeat(64);

  private final LoggerContext context = new LoggerContext();

  @Test
  void nobodyWritesALineOfHisOwn() {
    String log = logged("said \r\n" + FORGED + "\n\u001b[2Jand \u2028more \u00fc", null);
    assertThat(log.lines()).hasSize(1);
    assertThat(log).contains("said", "and", "more \u00fc").doesNotContain("\u001b");
    assertThat(AuditHead.in(log)).isEmpty();
  }

  @Test
  void norDoesTheWordOfAnError() {
    String log =
        logged(
            "failed", new IllegalStateException("one\n2026-11-22T12:00:00Z INFO two\n" + FORGED));
    assertThat(log).contains("one", "IllegalStateException", "at " + getClass().getName());
    assertThat(log.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("  "));
  }

  @Test
  void itIsNeverMuch(@TempDir Path parent) throws IOException {
    context.setMDCAdapter(new LogbackMDCAdapter());
    Path directory = Files.createDirectory(parent.resolve("100%d of it"));
    RollingFileAppender<ILoggingEvent> file =
        LogFile.appender(context, directory, new FileSize(1_000));
    for (int i = 0; i < 200; i++) {
      file.doAppend(event("line " + i, null));
    }
    file.stop();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.sorted().toList();
    }
    assertThat(files)
        .extracting(one -> one.getFileName().toString())
        .containsExactly(
            "crossfade.log",
            "crossfade.log.1",
            "crossfade.log.2",
            "crossfade.log.3",
            "crossfade.log.4",
            "crossfade.log.5");
    assertThat(files).allSatisfy(one -> assertThat(Files.size(one)).isBetween(1L, 1_200L));
    assertThat(files.getFirst()).content().contains("line 199\n");
    assertThat(files.get(1)).content().doesNotContain("line 199\n");
  }

  private String logged(String message, @Nullable Throwable error) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LogFile.PATTERN);
    encoder.start();
    return new String(encoder.encode(event(message, error)), StandardCharsets.UTF_8);
  }

  private LoggingEvent event(String message, @Nullable Throwable error) {
    return new LoggingEvent(
        "here", context.getLogger("io.crossfade"), Level.WARN, message, error, null);
  }
}
