package io.crossfade.client.shadow;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a side has answered: by a value, or by failing. */
record Answered(@Nullable Object value, @Nullable Throwable error) {
  private static final int DEEPEST_CAUSE = 20;

  /** Where they differ; failures are compared by their type. */
  static List<Difference> differences(Comparison comparison, Answered primary, Answered candidate) {
    Throwable failed = primary.error();
    Throwable alsoFailed = candidate.error();
    if (failed == null && alsoFailed == null) {
      return comparison.differences(primary.value(), candidate.value());
    }
    List<Difference> differences = new ArrayList<>();
    if (failed == null || alsoFailed == null || failed.getClass() != alsoFailed.getClass()) {
      String how = "primary " + primary.told() + ", candidate " + candidate.told();
      differences.add(new Difference("", how, primary.shown(), candidate.shown()));
    }
    return differences;
  }

  private @Nullable Object shown() {
    return error == null ? value : told();
  }

  /** Without the message, which may hold values. */
  private String told() {
    if (error == null) {
      return "answers";
    }
    Throwable root = error;
    for (int i = 0; i < DEEPEST_CAUSE && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return "fails with "
        + error.getClass().getSimpleName()
        + (root.getClass() == error.getClass() ? "" : " by " + root.getClass().getSimpleName())
        + state(root);
  }

  private static String state(Throwable root) {
    if (root instanceof SQLException sql) {
      return " " + sql.getSQLState();
    }
    return root instanceof StatementFailed failed ? " " + failed.state() : "";
  }
}
