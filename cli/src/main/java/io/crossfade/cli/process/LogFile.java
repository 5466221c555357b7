package io.crossfade.cli.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of the process that carries a migration on, in its state directory: the terminal belongs
/// to the progress.
final class LogFile {
  /// Whoever is quoted in a message must not write lines of his own, nor speak to a terminal.
  static final String PATTERN =
      "%date{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level [%thread] %logger"
          + " %replace(%msg){'[\\p{Cntrl}\\u0085\\u2028\\u2029]+', ' '}%n"
          + "%replace(%ex){'(?m)^(?=.)', '  '}%nopex";

  /// Of one file. A migration that goes well writes some MB in a month, one that fails each second
  /// as much in some hours: it must not fill the disk on which the store lies.
  private static final FileSize LARGEST = FileSize.valueOf("20MB");

  private LogFile() {}

  /// From now on everything is logged there, added to what is there.
  static void open(Path directory) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // somebody embeds us and logs in a way of their own
    }
    RollingFileAppender<ILoggingEvent> file = appender(context, directory, LARGEST);
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(file);
    context.getLogger("io.crossfade").setLevel(Level.INFO);
  }

  static RollingFileAppender<ILoggingEvent> appender(
      LoggerContext context, Path directory, FileSize largest) {
    Path log = directory.resolve("crossfade.log");
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(context);
    file.setName("file");
    file.setFile(log.toString());
    file.setEncoder(encoder);
    OlderLogs older = new OlderLogs(log);
    older.setParent(file);
    older.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> when = new SizeBasedTriggeringPolicy<>();
    when.setContext(context);
    when.setMaxFileSize(largest);
    when.setCheckIncrement(Duration.buildByMilliseconds(0)); // else it looks once a minute
    when.start();
    file.setRollingPolicy(older);
    file.setTriggeringPolicy(when);
    file.start();
    return file;
  }
}
