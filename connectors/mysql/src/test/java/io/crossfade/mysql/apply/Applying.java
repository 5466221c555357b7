package io.crossfade.mysql.apply;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Applier;
import io.crossfade.connector.Batch;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.connector.Write;
import io.crossfade.connector.session.Session;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Kind;
import io.crossfade.mysql.Tables;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Writes single writes into the tables of a test. */
final class Applying implements AutoCloseable {
  static final Lease LEASE = new Lease("applying", "store", 1);

  private record At(String encode) implements Position {
    private static final long serialVersionUID = 1;

    @Override
    public int compareTo(Position other) {
      return encode.compareTo(other.encode());
    }
  }

  private final Tables tables;

  Applying(MySqlVersion version) {
    tables = new Tables(version);
  }

  Tables tables() {
    return tables;
  }

  Applied apply(Write write) {
    return apply(tables, write);
  }

  static Applied apply(Tables tables, Write write) {
    tables.database.workspace().take(LEASE);
    tables
        .database
        .workspace()
        .begin(LEASE, Direction.FORWARD, new StreamState("0", tables.database.identity()));
    try (Applier applier =
        tables
            .database
            .writer()
            .applier(LEASE, Direction.FORWARD, new Mapping(Direction.FORWARD, List.of()))) {
      return applier.apply(new Batch(new At("0"), new At("0"), List.of(write), Set.of()));
    }
  }

  /** As of a table elsewhere whose texts are the same only where all of their bytes are. */
  static TableMapping fromExactTexts(Table to) {
    Table from =
        to.with(
            to.columns().stream()
                .map(c -> c.type().contains("COLLATE") ? c.typed("text", Kind.text()) : c)
                .toList());
    return new TableMapping(from, to, TableMapping.identity(to).columns());
  }

  /** Which one a session of ours would take. */
  ManyRows way() throws SQLException {
    try (Sessions sessions = new Sessions(tables.endpoint());
        Session session = sessions.open("test")) {
      return ManyRows.of(session.connection(), PacketSize.of(session.connection()));
    }
  }

  @Override
  public void close() {
    tables.database.workspace().remove(LEASE.migration());
    tables.close();
  }
}
