package io.crossfade.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an application has set on a logical connection, to be set again on each physical one. */
final class SessionSettings {
  private boolean autoCommit = true;
  private boolean readOnly;

  /** The last call of each other setter, e.g. {@code setSchema}. */
  private final Map<String, Call> calls = new LinkedHashMap<>();

  boolean autoCommit() {
    return autoCommit;
  }

  void autoCommit(boolean on) {
    autoCommit = on;
  }

  boolean readOnly() {
    return readOnly;
  }

  void readOnly(boolean on) {
    readOnly = on;
  }

  void remember(Call setter) {
    boolean named = setter.name().equals("setClientInfo") && setter.arguments().length == 2;
    calls.put(named ? setter.name() + " " + setter.arguments()[0] : setter.name(), setter);
  }

  /** What was set by this setter, or null. */
  @Nullable Object remembered(String setter) {
    Call call = calls.get(setter);
    return call == null ? null : call.arguments()[call.arguments().length - 1];
  }

  /** The order matters: some drivers begin a transaction to change a setting, if they may. */
  void applyTo(Connection connection) throws SQLException {
    if (!calls.isEmpty() && !connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    for (Call call : calls.values()) {
      call.on(connection);
    }
    if (connection.isReadOnly() != readOnly) {
      connection.setReadOnly(readOnly);
    }
    if (connection.getAutoCommit() != autoCommit) {
      connection.setAutoCommit(autoCommit);
    }
  }
}
