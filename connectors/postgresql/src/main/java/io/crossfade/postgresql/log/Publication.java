package io.crossfade.postgresql.log;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Slices;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names the tables whose changes a slot's stream tells. */
final class Publication {
  private static final String OPTIONS =
      "publish = 'insert, update, delete, truncate', publish_via_partition_root = true";

  /** A table that is published only in part does not count. */
  private static final String TABLES =
      """
      SELECT n.nspname, c.relname
      FROM pg_publication p
      LEFT JOIN (pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid
                 JOIN pg_namespace n ON n.oid = c.relnamespace)
        ON r.prpubid = p.oid AND r.prqual IS NULL AND r.prattrs IS NULL
          AND p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate
      WHERE p.pubname = ?
      """;

  private static final int TABLES_TOGETHER = 1_000;

  private Publication() {}

  /** Makes it, or sets it to these tables. */
  static void put(Connection connection, String name, List<Table> tables) throws SQLException {
    Optional<Set<TableName>> existing = tables(connection, name);
    Set<TableName> wanted = names(tables);
    String alter = "ALTER PUBLICATION " + Sql.quote(name);
    if (existing.isEmpty()) {
      List<List<TableName>> parts = Slices.of(List.copyOf(wanted), TABLES_TOGETHER);
      Transaction.execute(
          connection,
          "CREATE PUBLICATION "
              + Sql.quote(name)
              + " FOR TABLE "
              + list(parts.get(0))
              + " WITH ("
              + OPTIONS
              + ")");
      for (List<TableName> more : parts.subList(1, parts.size())) {
        Transaction.execute(connection, alter + " ADD TABLE " + list(more));
      }
    } else if (!existing.get().equals(wanted)) {
      Transaction.execute(
          connection,
          alter + " SET TABLE " + list(wanted) + "; " + alter + " SET (" + OPTIONS + ")");
    }
  }

  private static String list(Collection<TableName> tables) {
    return tables.stream()
        .map(table -> "ONLY " + Sql.table(table))
        .collect(Collectors.joining(", "));
  }

  /**
   * Without its publication, or when a table was dropped and made again, a stream leaves out
   * changes without a word.
   */
  static void require(Connection connection, String name, List<Table> tables) throws SQLException {
    Optional<Set<TableName>> existing = tables(connection, name);
    if (existing.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.SOURCE_LOG_LOST,
          "the publication "
              + name
              + " is gone, and with it the log of changes since; the copy must be made anew",
          Map.of("publication", name));
    }
    Set<TableName> missing = names(tables);
    missing.removeAll(existing.get());
    if (!missing.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.SOURCE_SCHEMA_CHANGED,
          "changes of "
              + missing
              + " are no longer published by "
              + name
              + ": somebody dropped, renamed or unpublished the table; abort the migration and begin a new one",
          Map.of("publication", name, "table", missing.iterator().next().toString()));
    }
  }

  static boolean isThere(Connection connection, String name) throws SQLException {
    return tables(connection, name).isPresent();
  }

  static void drop(Connection connection, String name) throws SQLException {
    Transaction.execute(connection, "DROP PUBLICATION IF EXISTS " + Sql.quote(name));
  }

  private static Optional<Set<TableName>> tables(Connection connection, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        Set<TableName> tables = null;
        while (rows.next()) {
          tables = tables == null ? new TreeSet<>() : tables;
          if (rows.getString(1) != null) {
            tables.add(new TableName(rows.getString(1), rows.getString(2)));
          }
        }
        return Optional.ofNullable(tables);
      }
    }
  }

  private static Set<TableName> names(List<Table> tables) {
    return tables.stream().map(Table::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
