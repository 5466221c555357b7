package io.crossfade.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The outcome for programs: every run, not only the medians.
final class OutcomeJson {
  private OutcomeJson() {}

  /// Returns the file.
  static Path write(Outcome outcome, Path directory) throws IOException {
    Path file = directory.resolve(outcome.name() + ".json");
    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(file, fields(outcome));
    return file;
  }

  private static Map<String, Object> fields(Outcome outcome) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("benchmark", outcome.name());
    fields.put("at", Instant.now().toString());
    fields.put("processors", Runtime.getRuntime().availableProcessors());
    fields.put("java", Runtime.version().toString());
    fields.put("servers", outcome.servers());
    fields.put("rows", outcome.amount().rows());
    fields.put("bytes", outcome.amount().bytes());
    fields.put("runs", outcome.times().stream().map(OutcomeJson::fields).toList());
    fields.put("ratios", outcome.ratios().stream().map(OutcomeJson::fields).toList());
    fields.put("missing", outcome.missing());
    return fields;
  }

  private static Map<String, Object> fields(Times times) {
    return Map.of(
        "name",
        times.name(),
        "runs",
        times.runs().stream()
            .map(run ->
                List.of(rounded(run.seconds()), rounded(run.clientCpu()), rounded(run.serverCpu())))
            .toList(),
        "unit",
        "seconds, client CPU seconds, server CPU seconds");
  }

  private static Map<String, Object> fields(Ratio ratio) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("what", ratio.what());
    fields.put("ratio", rounded(ratio.value()));
    fields.put("lowest", rounded(ratio.lowest()));
    fields.put("highest", rounded(ratio.highest()));
    fields.put(ratio.isLimit() ? "atMost" : "atLeast", ratio.wanted());
    fields.put("met", ratio.isMet());
    return fields;
  }

  private static double rounded(double number) {
    return Math.round(number * 1000) / 1000.0;
  }
}
