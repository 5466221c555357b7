package io.crossfade.postgresql.copy;

import io.crossfade.connector.KeyOrder;
import io.crossfade.connector.Reader;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.key.KeyRangePlanner;
import io.crossfade.postgresql.key.PostgresKeyOrder;
import io.crossfade.postgresql.session.Sessions;
import java.util.List;

/** Reads tables by COPY in short snapshots. */
public final class PostgresReader implements Reader {
  private final Sessions sessions;

  public PostgresReader(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<KeyRange> plan(Table table, long rowsPerChunk) {
    return sessions.call(
        "plan",
        "cut " + table.name() + " into chunks",
        connection -> KeyRangePlanner.plan(connection, table, rowsPerChunk));
  }

  @Override
  public KeyOrder order(Table table) {
    return PostgresKeyOrder.of(table);
  }

  @Override
  public Snapshot snapshot(List<Table> tables) {
    return PostgresSnapshot.open(sessions, tables);
  }

  @Override
  public List<String> frameFormats(TableMapping mapping) {
    return FrameFormat.given(mapping).stream().map(FrameFormat::title).toList();
  }

  @Override
  public String digestFormat() {
    return "postgresql";
  }
}
