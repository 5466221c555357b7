package io.crossfade.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.crossfade.engine.audit.AuditHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

  private String logged(String message, @Nullable Throwable error) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LogFile.PATTERN);
    encoder.start();
    LoggingEvent event =
        new LoggingEvent(
            "here", context.getLogger("io.crossfade"), Level.WARN, message, error, null);
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
