package io.crossfade.demo.sample;

import io.crossfade.demo.vendor.Vendor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A chain of shops as analysts have used it for twenty years: 37 tables without a single primary
/// key, and 876,042 rows. It comes as the script of another database.
public final class Foodmart implements Sample {
  private static final String SCRIPT = "/foodmart.script";
  private static final int ROWS_AT_ONCE = 1_000;

  private final int most;
  private final List<String> rows = new ArrayList<>();
  private String insert = "";
  private int taken;

  public Foodmart() {
    this(Integer.MAX_VALUE);
  }

  /// @param most how many rows of each table to take
  public Foodmart(int most) {
    this.most = most;
  }

  @Override
  public String name() {
    return "foodmart";
  }

  @Override
  public String about() {
    return "Foodmart: 876,042 rows in 37 tables";
  }

  @Override
  public void build(Connection connection) throws SQLException, IOException {
    List<String> indexes = new ArrayList<>();
    try (InputStream file = Foodmart.class.getResourceAsStream(SCRIPT);
        Statement statement = connection.createStatement()) {
      if (file == null) {
        throw new IOException(SCRIPT + " is not on the class path; it is in foodmart-data-hsqldb");
      }
      Vendor vendor = Vendor.of(connection.getMetaData().getURL());
      for (String command : vendor.newSchema("foodmart")) {
        statement.execute(command);
      }
      BufferedReader script =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      for (String line = script.readLine(); line != null; line = script.readLine()) {
        if (line.startsWith("INSERT INTO \"")) {
          take(line, statement);
        } else if (line.startsWith("CREATE MEMORY TABLE")) {
          statement.execute(vendor.ofHsqldb(line));
        } else if (line.contains(" INDEX ")) {
          indexes.add(line);
        }
      }
      flush(statement);
      for (String index : indexes) {
        statement.execute(index);
      }
    }
  }

  /// A row is a statement of its own there.
  private void take(String line, Statement statement) throws SQLException {
    int values = line.indexOf(" VALUES") + " VALUES".length();
    String begin = line.substring(0, values);
    if (!begin.equals(insert)) {
      flush(statement);
      insert = begin;
      taken = 0;
    }
    if (taken++ < most) {
      rows.add(line.substring(values));
    }
    if (rows.size() == ROWS_AT_ONCE) {
      flush(statement);
    }
  }

  private void flush(Statement statement) throws SQLException {
    if (!rows.isEmpty()) {
      statement.execute(insert + String.join(",", rows));
      rows.clear();
    }
  }
}
