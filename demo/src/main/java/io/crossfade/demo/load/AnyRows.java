package io.crossfade.demo.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// The rows of somebody else's tables that one client changes, and nobody beside it: so it knows
/// which are there, and a row that is gone is a lost one.
final class AnyRows {
  private static final int OF_A_TABLE = 200;

  private final Random random;
  private final List<AnyTable> tables = new ArrayList<>();
  private final Map<AnyTable, List<List<String>>> keys = new HashMap<>();
  private final List<Removed> removed = new ArrayList<>();

  /// A row that was taken away, as the database prints it.
  record Removed(AnyTable table, List<String> key, String row) {}

  private AnyRows(Random random) {
    this.random = random;
  }

  /// Deals some rows of each table out to so many clients.
  static List<AnyRows> dealt(String url, String schema, int clients, long seed)
      throws SQLException {
    List<AnyRows> hands = new ArrayList<>();
    for (int number = 0; number < clients; number++) {
      hands.add(new AnyRows(new Random(seed * 1_000 + number)));
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      for (AnyTable table : AnyTable.in(connection, schema)) {
        List<List<String>> keys = keys(connection, table, clients);
        for (int i = 0; i < keys.size(); i++) {
          hands.get(i % clients).give(table, keys.get(i));
        }
      }
    }
    return hands;
  }

  private static List<List<String>> keys(Connection connection, AnyTable table, int clients)
      throws SQLException {
    String columns =
        table.key().stream().map(c -> c.name() + "::text").collect(Collectors.joining(", "));
    String sql =
        "SELECT %s FROM %s ORDER BY random() LIMIT %d"
            .formatted(columns, table.name(), clients * OF_A_TABLE);
    List<List<String>> keys = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= table.key().size(); i++) {
          key.add(row.getString(i));
        }
        keys.add(key);
      }
    }
    return keys;
  }

  void give(AnyTable table, List<String> key) {
    if (!keys.containsKey(table)) {
      tables.add(table);
    }
    keys.computeIfAbsent(table, t -> new ArrayList<>()).add(key);
  }

  void give(Removed row) {
    removed.add(row);
  }

  /// What this client does next.
  Action next() {
    int drawn = random.nextInt(10);
    if (drawn < 2 && !removed.isEmpty()) {
      return new PutBack(this, removed.remove(random.nextInt(removed.size())));
    }
    AnyTable table = tables.get(random.nextInt(tables.size()));
    List<List<String>> mine = keys.getOrDefault(table, List.of());
    if (mine.isEmpty()) {
      return new AppendEvents(1);
    }
    if (drawn < 4 && !table.referenced()) {
      return new Remove(this, table, mine.remove(random.nextInt(mine.size())));
    }
    List<String> one = mine.get(random.nextInt(mine.size()));
    if (drawn == 4 && table.numbered()) {
      return new CopyRow(table, one);
    }
    List<String> other = mine.get(random.nextInt(mine.size()));
    return table.values().isEmpty() ? new AppendEvents(1) : new TakeOver(table, one, other);
  }
}
