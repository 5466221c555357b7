package io.crossfade.client;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been set on a statement, so that it can be set on another one that takes its place. */
final class Recording {
  private final Map<String, Call> settings = new LinkedHashMap<>();
  private final Map<String, Call> parameters = new LinkedHashMap<>();
  private final List<Call> batch = new ArrayList<>();

  /** Whether a statement's method sets something, rather than doing or asking it. */
  static boolean records(Call call) {
    return switch (call.name()) {
      case "addBatch",
          "clearBatch",
          "clearParameters",
          "registerOutParameter",
          "closeOnCompletion" ->
          true;
      default -> call.name().startsWith("set");
    };
  }

  void add(Call call) {
    switch (call.name()) {
      case "addBatch" -> {
        if (call.arguments().length == 0) {
          batch.addAll(parameters.values());
        }
        batch.add(call);
      }
      case "clearBatch" -> batch.clear();
      case "clearParameters" -> parameters.clear();
      default -> (parameter(call) ? parameters : settings).put(name(call), call);
    }
  }

  /** Forgets what this call is about to set anew. */
  void remove(Call call) {
    parameters.remove(name(call));
  }

  /** Setters of parameters name the parameter first; settings have one value. */
  private static boolean parameter(Call call) {
    return call.arguments().length > 1 || call.name().equals("registerOutParameter");
  }

  private static String name(Call call) {
    if (!parameter(call)) {
      return call.name();
    }
    String way = call.name().startsWith("set") ? "in " : "out ";
    return way + call.arguments()[0];
  }

  /** An executed batch is empty, whether or not it succeeded. */
  void batchExecuted() {
    batch.clear();
  }

  void replayOn(Statement statement) throws SQLException {
    replay(settings.values(), statement);
    replay(batch, statement);
    replay(parameters.values(), statement);
  }

  private static void replay(Iterable<Call> calls, Statement statement) throws SQLException {
    for (Call call : calls) {
      if (call.bindsToOneConnection()) {
        throw new SQLTransactionRollbackException(
            "The connection has moved since "
                + call.name()
                + " gave this statement a value that only the"
                + " former connection can use. Nothing was executed: run the transaction again.",
            "40001");
      }
      call.on(statement);
    }
  }
}
