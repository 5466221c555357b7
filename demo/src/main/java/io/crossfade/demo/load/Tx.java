package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.vendor.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One transaction under way: runs statements, and gathers what they change.
final class Tx {
  private final Work work;
  private final Dialect dialect;
  private final String tag;
  private final List<Effect> effects = new ArrayList<>();
  private Runnable onAcknowledged = () -> {};
  private Runnable onUndone = () -> {};

  Tx(Work work, Dialect dialect, String tag) {
    this.work = work;
    this.dialect = dialect;
    this.tag = tag;
  }

  Dialect dialect() {
    return dialect;
  }

  String tag() {
    return tag;
  }

  List<Effect> effects() {
    return effects;
  }

  /// Changes exactly one row, as every statement of the shop does; a row that is not there would be
  /// a lost one.
  void changeOne(Effect effect, String sql, @Nullable Object... parameters) throws SQLException {
    change(sql, parameters);
    effects.add(effect);
  }

  void change(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      int rows = statement.executeUpdate();
      if (rows != 1) {
        throw new MissingRowException(rows + " rows instead of 1 by: " + sql);
      }
    }
  }

  /// Inserts a row whose key, the column id, the database gives.
  ///
  /// @param table by its name on the source
  long insert(String table, String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement =
        bound(work.connection().prepareStatement(sql, new String[] {"id"}), parameters)) {
      statement.executeUpdate();
      try (ResultSet row = statement.getGeneratedKeys()) {
        row.next();
        long key = row.getLong(1);
        touched(table, key);
        return key;
      }
    }
  }

  /// Says that this row was written, to whom has to write it on the other side too.
  ///
  /// @param table by its name on the source
  void touched(String table, Object... key) {
    work.touched(table, key);
  }

  /// The columns of the one row that a query finds.
  List<String> read(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new MissingRowException("no row by: " + sql);
      }
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        columns.add(String.valueOf(row.getString(i)));
      }
      return columns;
    }
  }

  /// Appends the witnesses that this transaction happened: rows of the same content.
  void witness(int count) throws SQLException {
    Json payload = new Json("{\"by\": \"load\", \"times\": " + count + "}");
    for (int i = 0; i < count; i++) {
      insert(
          "events",
          "INSERT INTO events (kind, content, payload) VALUES ('load', ?, ?)",
          tag,
          payload);
    }
    effects.add(new Effect.Appended(count));
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  /// What the client remembers once the commit is confirmed.
  void whenAcknowledged(Runnable remember) {
    onAcknowledged = remember;
  }

  /// What the client takes back once it is certain that nothing happened. After a doubtful end
  /// neither runs: nobody touches the same rows again, so that the judge can tell what became of
  /// them.
  void whenUndone(Runnable takeBack) {
    onUndone = takeBack;
  }

  void acknowledged() {
    onAcknowledged.run();
  }

  void undone() {
    onUndone.run();
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    return bound(work.connection().prepareStatement(sql), parameters);
  }

  private PreparedStatement bound(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      dialect.vendor().bind(statement, i + 1, parameters[i]);
    }
    return statement;
  }
}
