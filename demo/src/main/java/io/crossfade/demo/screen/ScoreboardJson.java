package io.crossfade.demo.screen;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The scoreboard for programs. The names are API; no value is ever null.
public final class ScoreboardJson {
  private ScoreboardJson() {}

  /// Writes one run as an object, several as an array.
  public static void write(Path file, List<Scoreboard> boards) {
    Object content =
        boards.size() == 1
            ? fields(boards.getFirst())
            : boards.stream().map(ScoreboardJson::fields).toList();
    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(file, content);
  }

  static Map<String, Object> fields(Scoreboard board) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", board.title().name());
    fields.put("ok", board.isClean());
    fields.put("seconds", rounded(board.title().seconds()));
    fields.put("rowsCopied", board.moved().rowsCopied());
    fields.put("copyRowsPerSecond", board.moved().rowsPerSecond());
    fields.put("changesApplied", board.moved().changesApplied());
    fields.put("rowsCompared", board.moved().rowsCompared());
    fields.put("rowsDumped", board.judged().rowsDumped());
    fields.put("drill", drill(board.moved().found()));
    fields.put("drift", board.drift());
    fields.put("failedTransactions", board.served().failed());
    fields.put("acknowledgedTransactions", board.served().acknowledged());
    fields.put("inDoubtTransactions", board.served().inDoubt());
    fields.put("retriedTransactions", board.served().retried());
    fields.put("bypassAcknowledged", board.served().bypassed());
    fields.put("bypassRefused", board.served().refused());
    fields.put("lostWrites", board.judged().lostWrites());
    fields.put("duplicatedWrites", board.judged().duplicatedWrites());
    fields.put("cutoverPauseMillis", pauses(board.cutover()));
    fields.put("rollbackMillis", pauses(board.rollback()));
    fields.put("examples", board.judged().examples());
    return fields;
  }

  /// Empty where there was none.
  private static Map<String, Object> drill(@Nullable Found found) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (found != null) {
      fields.put("table", found.table());
      fields.put("key", found.key());
      fields.put("columns", found.columns());
      fields.put("side", found.side());
      fields.put("seconds", found.seconds());
    }
    return fields;
  }

  private static Map<String, Object> pauses(Pauses pauses) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("p50", rounded(pauses.p50()));
    fields.put("p99", rounded(pauses.p99()));
    fields.put("max", rounded(pauses.max()));
    fields.put("held", pauses.held());
    fields.put("phases", pauses.phases().stream().map(ScoreboardJson::millis).toList());
    return fields;
  }

  private static Map<String, Double> millis(Map<String, Long> nanos) {
    Map<String, Double> millis = new LinkedHashMap<>();
    nanos.forEach((phase, taken) -> millis.put(phase, rounded(taken / 1e6)));
    return millis;
  }

  private static double rounded(double number) {
    return Math.round(number * 10) / 10.0;
  }
}
