package io.crossfade.mysql;

import io.crossfade.connector.Database;
import io.crossfade.contract.SqlDatabases;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** What the contract asks of two databases, with the words of MySQL and MariaDB. */
interface MySqlPair extends SqlDatabases {
  Pair pair();

  @BeforeEach
  default void empty() throws SQLException {
    pair().empty();
  }

  @Override
  default Database source() {
    return pair().database(Side.SOURCE);
  }

  @Override
  default Database target() {
    return pair().database(Side.TARGET);
  }

  @Override
  default Connection connect(Side side) throws SQLException {
    return pair().connect(side);
  }

  @Override
  default String schema() {
    return Pair.DATABASE;
  }

  @Override
  default String typeWithoutOrder() {
    return "varchar(9) COLLATE utf8mb4_general_ci";
  }

  @Override
  default String identity() {
    return "AUTO_INCREMENT";
  }

  /**
   * No text can be a key or have a default that is written as people do, and no decimal number
   * keeps the digits that it was given: texts of a length stand for both.
   */
  @Override
  default String declared(String columns) {
    return columns
        .replace("numbered", identity())
        .replaceAll("\\btext\\b", "varchar(200)")
        .replaceAll("\\bnumeric\\b(?!\\()", "varchar(30)");
  }

  @Override
  default String restart(String table, String column, long next) {
    return "ALTER TABLE " + table + " AUTO_INCREMENT = " + next;
  }

  /** An update may not read its own table, except beside another one. */
  @Override
  default List<String> step(String table, List<String> columns, int rows) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TEMPORARY TABLE stepped LIKE " + table);
    statements.add("INSERT INTO stepped SELECT * FROM " + table);
    statements.add(
        "UPDATE %1$s JOIN stepped n ON n.id = (%1$s.id + 1) %% %2$d SET %3$s"
            .formatted(
                table,
                rows,
                columns.stream()
                    .map(column -> "%1$s.%2$s = n.%2$s".formatted(table, column))
                    .collect(Collectors.joining(", "))));
    statements.add("DROP TEMPORARY TABLE stepped");
    return statements;
  }

  /** The log does not tell what a foreign key does by itself, so preflight refuses those. */
  @Override
  default String foreignKeyAction() {
    return "ON DELETE RESTRICT";
  }

  @Override
  default String refusal() {
    return "25006";
  }

  @Override
  default boolean fenceStandsBeforeStatements() {
    return false;
  }

  @Override
  default boolean fenceWaitsForReaders() {
    return true;
  }

  @Override
  default Map<String, List<String>> types() {
    return EdgeValues.types(pair().isMariaDb());
  }

  @Override
  default boolean logLeavesOutLargeValues() {
    return false;
  }

  @Override
  default boolean hasFormatForSomeTypes() {
    return false;
  }

  @Override
  default Map<String, String> keyTypes() {
    return EdgeValues.KEYS;
  }
}
