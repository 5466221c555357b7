package io.crossfade.cli.bundle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A log file without rows. Only lines of which we know who wrote them are kept: of others, such as
/// database drivers, the head; of traces, where they went and not what was said.
final class LogText {
  private static final int MOST_BYTES = 20 << 20;
  private static final Pattern LINE =
      Pattern.compile("^(\\d{4}-\\d\\d-\\d\\dT\\S+ +\\w+ +\\[[^]]*\\] )(\\S+) (.*)$");
  private static final Pattern TRACE = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ ).*$");
  private static final Pattern THROWN =
      Pattern.compile("^((?:Caused by: |\\s*Suppressed: )?[\\w.$]+(?:Exception|Error))(?::.*)?$");
  private static final Set<String> OURS =
      Set.of("io.crossfade", "com.zaxxer", "org.flywaydb", "org.eclipse.jetty", "io.javalin");

  /// How events with keys were logged by versions that did so.
  private static final Pattern ROW =
      Pattern.compile("\\bRow(Repaired|Differs)\\[(?!.*key=#[0-9a-f]{12}, )|message=drift: ");

  private static final String LEFT_OUT = "(left out)";

  private final UnaryOperator<String> redaction;

  LogText(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  /// The end of it, where it is long.
  String of(Path file) throws IOException {
    return tail(file).lines().map(this::line).collect(Collectors.joining("\n", "", "\n"));
  }

  private String line(String line) {
    Matcher head = LINE.matcher(line);
    if (head.matches()) {
      String logger = head.group(2);
      String said = head.group(3);
      boolean ours = OURS.stream().anyMatch(logger::startsWith) && !ROW.matcher(said).find();
      return head.group(1) + logger + " " + (ours ? redaction.apply(said) : LEFT_OUT);
    }
    if (TRACE.matcher(line).matches()) {
      return line;
    }
    Matcher thrown = THROWN.matcher(line);
    return thrown.matches() ? thrown.group(1) : LEFT_OUT;
  }

  private static String tail(Path file) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - MOST_BYTES);
      log.seek(from);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
