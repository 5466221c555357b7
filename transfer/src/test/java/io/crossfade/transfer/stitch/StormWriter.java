package io.crossfade.transfer.stitch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application that writes whatever comes into its mind: few keys, so that rows follow each other
 * on them; large values, which the log leaves out; savepoints; transactions that are given up.
 */
final class StormWriter implements Callable<Void> {
  private static final int KEYS = 300;

  private final TestDatabase database;
  private final Random random;
  private final int transactions;
  private final AtomicInteger done;

  /**
   * @param done counts the transactions of all writers
   */
  StormWriter(TestDatabase database, long seed, int transactions, AtomicInteger done) {
    this.database = database;
    this.random = new Random(seed);
    this.transactions = transactions;
    this.done = done;
  }

  static void makeTables(TestDatabase database) {
    database.sql(
        "CREATE TABLE item (id int PRIMARY KEY, small int, large text, other text)",
        "ALTER TABLE item ALTER large SET STORAGE EXTERNAL, ALTER other SET STORAGE EXTERNAL",
        "INSERT INTO item SELECT n, n, repeat('a' || n, 800), repeat('b' || n, 800)"
            + " FROM generate_series(0, 299, 2) n",
        "CREATE TABLE word (k text, n smallint, v int, PRIMARY KEY (k, n))",
        "INSERT INTO word SELECT " + word("n") + ", n % 3, n FROM generate_series(0, 299, 2) n",
        "CREATE TABLE note (id bigint PRIMARY KEY, v text)",
        "INSERT INTO note SELECT n, 'old' FROM generate_series(0, 299) n");
  }

  /** Keys on both sides of the surrogates, of upper and lower case. */
  private static String word(String n) {
    return "CASE "
        + n
        + " % 3 WHEN 0 THEN 'k' WHEN 1 THEN E'\\uE000K' ELSE E'\\U0001F600k' END || "
        + n;
  }

  @Override
  public Void call() throws SQLException {
    try (Connection connection = database.connect()) {
      TestDatabase.sql(connection, "SET deadlock_timeout = '5ms'");
      connection.setAutoCommit(false);
      for (int i = 0; i < transactions; i++) {
        try {
          write(connection);
        } catch (SQLException e) {
          if (!e.getSQLState().equals("23505") && !e.getSQLState().equals("40P01")) {
            throw e;
          }
          connection.rollback();
        }
        done.incrementAndGet();
      }
    }
    return null;
  }

  private void write(Connection connection) throws SQLException {
    int statements = 1 + random.nextInt(4);
    for (int i = 0; i < statements; i++) {
      boolean savepoint = random.nextInt(4) == 0;
      if (savepoint) {
        TestDatabase.sql(connection, "SAVEPOINT s");
      }
      TestDatabase.sql(connection, statement());
      if (savepoint) {
        TestDatabase.sql(connection, random.nextBoolean() ? "ROLLBACK TO s" : "RELEASE s");
      }
    }
    if (random.nextInt(10) == 0) {
      connection.rollback();
    } else {
      connection.commit();
    }
  }

  private String statement() {
    int kind = random.nextInt(200);
    if (kind == 0) {
      return "TRUNCATE note";
    } else if (kind < 20) {
      return "INSERT INTO note VALUES (%s, 'new') ON CONFLICT (id) DO UPDATE SET v = note.v || 'x'"
          .formatted(key());
    } else if (kind < 50) {
      return "UPDATE word SET k = %s WHERE k = %s".formatted(word(key()), word(key()));
    } else if (kind < 70) {
      return "INSERT INTO word VALUES (%s, 0, 1) ON CONFLICT (k, n) DO UPDATE SET v = word.v + 1"
          .formatted(word(key()));
    } else if (kind < 80) {
      return "DELETE FROM word WHERE k = " + word(key());
    } else if (kind < 90) {
      return "DELETE FROM item WHERE id = " + key();
    } else if (kind < 115) {
      return "INSERT INTO item SELECT n, 0, repeat('c' || %s, 800), repeat('d' || n, 800) FROM (VALUES (%s)) AS v(n) ON CONFLICT DO NOTHING"
          .formatted(random.nextInt(), key());
    } else if (kind < 130) {
      return "UPDATE item SET large = repeat('e' || %d, 800) WHERE id = %s"
          .formatted(random.nextInt(), key());
    } else if (kind < 150) {
      return "UPDATE item SET small = small + 1 WHERE id IN (%s, %s)".formatted(key(), key());
    }
    return "UPDATE item SET id = %s, small = small + 1 WHERE id = %s".formatted(key(), key());
  }

  private String key() {
    return Integer.toString(random.nextInt(KEYS));
  }
}
