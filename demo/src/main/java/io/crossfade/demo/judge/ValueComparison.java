package io.crossfade.demo.judge;

import io.crossfade.demo.vendor.Vendor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Compares the shop's databases where their servers are of different vendors, which print values
/// otherwise: numbers by value, moments as moments, documents as trees, and texts letter by letter.
/// It shares nothing with the engine, so that the two cannot be wrong in the same way.
///
/// @param source JDBC URL of the source
/// @param target JDBC URL of the target
public record ValueComparison(String source, String target) {

  /// To be called when nobody writes any more and everything is applied.
  public DumpVerdict compare() throws SQLException {
    long rows = 0;
    List<String> differences = new ArrayList<>();
    try (Connection left = open(source);
        Connection right = open(target)) {
      for (ComparedTable table : ComparedTable.ALL) {
        Unmatched unmatched = new Unmatched(table.keys());
        try (ValueRows old = new ValueRows(left, table.sourceQuery(), table.columns());
            ValueRows fresh = new ValueRows(right, table.targetQuery(), table.columns())) {
          rows += unmatched.pairAll(old, fresh);
        }
        differences.addAll(unmatched.examples(table.name()));
      }
    }
    return new DumpVerdict(rows, differences);
  }

  private static Connection open(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      for (String setting : Vendor.of(url).beforeJudging()) {
        statement.execute(setting);
      }
    }
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }
}
