package io.crossfade.client.dual.jdbc;

import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.DualWriterBuilder;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Writers of notes in two real databases; mirrors begin when a test says so. */
class Notes {
  static final String NOTES = "SELECT id, said FROM note ORDER BY id";
  static final String LINES =
      "SELECT key, version & 4294967295, settled & 4294967295, version >> 32 FROM crossfade.item ORDER BY key";

  final List<DualWriter> writers = new ArrayList<>();
  TwoDatabases both;

  /** Mirrors that have not begun: those of a process that is slow, or dead. */
  final Queue<Runnable> begun = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws SQLException {
    both = new TwoDatabases();
  }

  @AfterEach
  void stop() {
    writers.forEach(DualWriter::close);
    both.close();
  }

  DualWriterBuilder builder() {
    return DualWriter.with(both.routes.router)
        .store("note", both.notes(Side.SOURCE), both.notes(Side.TARGET))
        .outbox(both.outbox())
        .drainEvery(null);
  }

  DualWriter started(DualWriterBuilder builder) {
    DualWriter writer = builder.start();
    writers.add(writer);
    return writer;
  }

  DualTransactions transactions(DualWriter writer) {
    return new DualTransactions(writer, both.items, both.source, both.target);
  }

  /** Writes a note, or deletes it. */
  void write(DualTransactions transactions, long id, @Nullable String said) throws SQLException {
    try (DualTransaction transaction = transactions.begin()) {
      say(transaction.connection(), id, said);
      transaction.touched("note", String.valueOf(id));
      transaction.commit();
    }
  }

  static void say(Connection connection, long id, @Nullable String said) throws SQLException {
    String sql =
        said == null
            ? "DELETE FROM note WHERE id = ?"
            : "INSERT INTO note VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET said = EXCLUDED.said";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      if (said != null) {
        statement.setString(2, said);
      }
      statement.executeUpdate();
    }
  }
}
