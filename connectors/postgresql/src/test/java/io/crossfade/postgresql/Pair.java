package io.crossfade.postgresql;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Two databases on servers of two versions, for all tests of a class: making new ones takes longer
 * than most tests. Both were set up by people who like their dates and names otherwise, each in
 * another way; a connection of the test's own says what it wants.
 */
final class Pair implements AutoCloseable {
  private static final String[] HOSTILE = {
    "DateStyle = 'SQL, DMY'",
    "IntervalStyle = 'sql_standard'",
    "TimeZone = 'Asia/Kolkata'",
    "bytea_output = 'escape'",
    "extra_float_digits = -15",
    "xmloption = 'document'",
    "array_nulls = off",
    "quote_all_identifiers = on",
    "standard_conforming_strings = off",
    "transform_null_equals = on",
    "default_transaction_read_only = on",
    "default_transaction_isolation = 'serializable'",
    "client_encoding = 'LATIN1'",
    "search_path = 'nowhere'"
  };

  private static final String[] OTHERWISE_HOSTILE = {
    "DateStyle = 'German'",
    "IntervalStyle = 'iso_8601'",
    "TimeZone = 'America/St_Johns'",
    "extra_float_digits = 0",
    "xmloption = 'document'",
    "array_nulls = off",
    "standard_conforming_strings = off",
    "search_path = 'kinds, public'"
  };

  private static final String[] WANTED = {
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "SET DateStyle = 'ISO, YMD'",
    "SET IntervalStyle = 'postgres'",
    "SET TimeZone = 'UTC'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
    "SET xmloption = 'content'",
    "SET array_nulls = on",
    "SET quote_all_identifiers = off",
    "SET standard_conforming_strings = on",
    "SET transform_null_equals = off",
    "SET default_transaction_isolation = 'read committed'",
    "SET search_path = public"
  };

  private final Endpoint source;
  private final Endpoint target;
  private final int oldestVersion;
  private final Database sourceDatabase;
  private final Database targetDatabase;

  Pair(int sourceVersion, int targetVersion) {
    source = TestServer.newDatabase(sourceVersion);
    target = TestServer.newDatabase(targetVersion);
    oldestVersion = Math.min(sourceVersion, targetVersion);
    TestServer.execute(source, EdgeValues.made(false));
    TestServer.execute(target, EdgeValues.made(true));
    setUp(source, "ALTER DATABASE ", HOSTILE);
    setUp(target, "ALTER ROLE postgres IN DATABASE ", OTHERWISE_HOSTILE);
    sourceDatabase = Connectors.open(source);
    targetDatabase = Connectors.open(target);
  }

  private static void setUp(Endpoint endpoint, String who, String[] settings) {
    String database = TestServer.query(endpoint, "SELECT current_database()");
    try (Connection connection = TestServer.connect(endpoint)) {
      for (String setting : settings) {
        TestServer.execute(connection, who + database + " SET " + setting);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Database database(Side side) {
    return side == Side.SOURCE ? sourceDatabase : targetDatabase;
  }

  int oldestVersion() {
    return oldestVersion;
  }

  Connection connect(Side side) throws SQLException {
    Connection connection = TestServer.connect(side == Side.SOURCE ? source : target);
    TestServer.execute(connection, WANTED);
    return connection;
  }

  void empty() throws SQLException {
    for (Side side : Side.values()) {
      try (Connection connection = connect(side)) {
        TestServer.execute(
            connection,
            "DROP SCHEMA IF EXISTS crossfade CASCADE",
            "DROP SCHEMA public CASCADE",
            "CREATE SCHEMA public");
      }
    }
  }

  @Override
  public void close() {
    sourceDatabase.close();
    targetDatabase.close();
  }
}
