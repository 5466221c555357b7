package io.crossfade.mysql.copy;

import io.crossfade.connector.KeyOrder;
import io.crossfade.connector.Reader;
import io.crossfade.connector.SharedFormats;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.key.KeyRangePlanner;
import io.crossfade.mysql.key.MySqlKeyOrder;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.typed.TypedFrames;
import java.util.List;

/** Reads tables in short snapshots. */
public final class MySqlReader implements Reader {
  private final Sessions sessions;

  public MySqlReader(Sessions sessions) {
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
    return MySqlKeyOrder.of(table);
  }

  @Override
  public Snapshot snapshot(List<Table> tables) {
    return MySqlSnapshot.open(sessions, tables);
  }

  @Override
  public List<String> frameFormats(TableMapping mapping) {
    return TypedFrames.arePossible(mapping)
        ? List.of(SharedFormats.TYPED, SharedFormats.LINES)
        : List.of(SharedFormats.LINES);
  }

  /** The two print some values otherwise, so their digests are not for each other. */
  @Override
  public String digestFormat() {
    return sessions.dialect() == Dialect.MARIADB ? "mariadb" : "mysql";
  }
}
