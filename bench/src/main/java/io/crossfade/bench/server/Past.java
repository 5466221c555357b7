package io.crossfade.bench.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A migration to which much has happened: notes of a stream, and a verdict now and then.
final class Past {
  private static final int VERDICT_EVERY = 4;

  private Past() {}

  /// Into the store of a server that does not run.
  static void write(Path directory, int events) throws SQLException {
    String url =
        "jdbc:h2:file:"
            + directory.toAbsolutePath().resolve("store")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE";
    try (Connection store = DriverManager.getConnection(url, "crossfade", "");
        Statement insert = store.createStatement()) {
      insert.execute(
          """
          insert into event (migration, seq, at, version, type, body, lease)
          select 'shop', n, current_timestamp, '0.1.0',
            case when mod(n, %1$d) = 0 then 'VerdictReached' else 'Noted' end,
            case when mod(n, %1$d) = 0 then
              '{"table":{"schema":"public","name":"t' || mod(n, 40)
              || '"},"rows":1000,"drift":0,"unsettled":0,"position":"0/1"}'
            else '{"message":"the stream is ' || n || ' ms behind"}' end,
            1
          from system_range(1, %2$d) as r(n)\
          """
              .formatted(VERDICT_EVERY, events));
    }
  }
}
