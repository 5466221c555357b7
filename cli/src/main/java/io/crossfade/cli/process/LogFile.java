package io.crossfade.cli.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
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

  private LogFile() {}

  /// From now on everything is logged there, added to what is there.
  static void open(Path directory) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // somebody embeds us and logs in a way of their own
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    FileAppender<ILoggingEvent> file = new FileAppender<>();
    file.setContext(context);
    file.setName("file");
    file.setFile(directory.resolve("crossfade.log").toString());
    file.setEncoder(encoder);
    file.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(file);
    context.getLogger("io.crossfade").setLevel(Level.INFO);
  }
}
