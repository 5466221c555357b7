package io.crossfade.demo.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a command ended: its exit code, and the document that it wrote.
record Answered(int exitCode, JsonNode result) {
  /// What may stop a command or a `run` while databases, stores and processes die.
  private static final Set<String> EXPECTED =
      Set.of(
          "DATABASE_FAILED",
          "SOURCE_UNREACHABLE",
          "TARGET_UNREACHABLE",
          "DEADLINE_PASSED",
          "GATE_REFUSED",
          "NOT_ALLOWED_NOW",
          "NOT_RUNNING",
          "ALREADY_RUNNING",
          "SUPERSEDED");

  static final int GATE_REFUSED = 3;

  static Answered read(int exitCode, Path out) throws IOException {
    String text = Files.readString(out);
    try {
      return new Answered(exitCode, JsonMapper.shared().readTree(text).path("result"));
    } catch (JacksonException e) {
      // it was killed before it had written all
      return new Answered(exitCode, JsonMapper.shared().createObjectNode());
    }
  }

  boolean isDone() {
    return exitCode == 0;
  }

  /// Empty where it did not fail with an error.
  String code() {
    return result.path("code").asString("");
  }

  /// Whether it failed for a reason that no death of a process or a database explains.
  boolean isStrange() {
    return !code().isEmpty() && !EXPECTED.contains(code());
  }

  String text() {
    String message = result.path("message").asString(result.path("reason").asString(""));
    String flat = (code() + " " + message).strip().replaceAll("\\s+", " ");
    return flat.length() <= 300 ? flat : flat.substring(0, 300) + "...";
  }
}
