package io.crossfade.client.dual.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.Routes;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A process that writes until it is killed: by an outbox, or by durable intents where it is given a
 * directory.
 */
final class KilledProcess {
  private KilledProcess() {}

  public static void main(String[] arguments) throws Exception {
    HikariDataSource source = TwoDatabases.pool(arguments[0]);
    HikariDataSource target = TwoDatabases.pool(arguments[1]);
    SplittableRandom random = new SplittableRandom();
    Routes routes = new Routes().mirroredFrom(Side.SOURCE);
    try (DualWriter writer =
        writer(routes, source, target, arguments.length > 2 ? Path.of(arguments[2]) : null)) {
      DualTransactions transactions = new DualTransactions(writer, ITEMS, source, target);
      for (int i = 0; ; i++) {
        String key = String.valueOf(random.nextInt(50));
        String said = "write " + i;
        if (arguments.length > 2) {
          writer.write(
              new Item("note", key),
              side -> {
                write(source, key, said);
                return said;
              });
        } else {
          try (DualTransaction transaction = transactions.begin()) {
            say(transaction.connection(), key, said);
            transaction.touched("note", key);
            transaction.commit();
          }
        }
        System.out.println(key + "=" + said);
      }
    }
  }

  static final JdbcItems ITEMS = new JdbcItems("shop");

  static DualWriter writer(
      Routes routes, HikariDataSource source, HikariDataSource target, @Nullable Path directory) {
    var builder =
        DualWriter.with(routes.router)
            .store("note", rows(Side.SOURCE, source), rows(Side.TARGET, target))
            .limits(1_000, Duration.ofMillis(1));
    return (directory == null
            ? builder.outbox(new Outbox(ITEMS, source, target))
            : builder.durableIntent(directory))
        .start();
  }

  private static RowStore rows(Side side, HikariDataSource pool) {
    return new RowStore(ITEMS, side, "note", pool, TwoDatabases.NOTE);
  }

  /** A store that issues versions, and has no outbox that anybody looks at. */
  private static void write(HikariDataSource pool, String key, String said) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      say(connection, key, said);
      ITEMS.note(connection, 1, List.of(new Item("note", key)), Duration.ZERO);
      connection.commit();
    }
  }

  private static void say(Connection connection, String key, String said) throws SQLException {
    try (PreparedStatement write =
        connection.prepareStatement(
            "INSERT INTO note VALUES (?::bigint, ?) ON CONFLICT (id) DO UPDATE SET said = EXCLUDED.said")) {
      write.setString(1, key);
      write.setString(2, said);
      write.executeUpdate();
    }
  }
}
