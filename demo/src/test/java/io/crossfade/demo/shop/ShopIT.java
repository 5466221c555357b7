package io.crossfade.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopIT {
  private static String url = "";

  @BeforeAll
  static void build() throws SQLException {
    url = SharedPostgres.newDatabase(16);
    new Shop(url, Size.SMALL).build();
  }

  @Test
  void everyTableHasTheRowsThatTheSizeSays() throws SQLException {
    for (Map.Entry<String, Integer> table : Size.SMALL.rows().entrySet()) {
      assertThat(ask("SELECT count(*) FROM " + table.getKey()))
          .as(table.getKey())
          .isEqualTo(table.getValue().toString());
    }
  }

  @Test
  void codesHaveTheKeysThatTheWorkloadExpects() throws SQLException {
    String sql = "SELECT product_id FROM codes WHERE code = '" + Code.initial(50) + "'";
    assertThat(ask(sql)).isEqualTo("51");
    assertThat(ask("SELECT code FROM codes WHERE code = '" + Code.initial(7) + "'")).isNotEmpty();
  }

  @Test
  void newRowsGetNumbersBeyondTheOldOnes() throws SQLException {
    String id =
        ask(
            "INSERT INTO orders (customer_id, total) VALUES (1, 1) RETURNING id > "
                + Size.SMALL.orders());
    assertThat(id).isEqualTo("t");
    ask("DELETE FROM orders WHERE id > " + Size.SMALL.orders() + " RETURNING 1");
  }

  @Test
  void halfOfTheReviewsAreKeptOutOfLine() throws SQLException {
    assertThat(
            ask(
                "SELECT pg_relation_size(reltoastrelid) > 1000000 FROM pg_class WHERE relname = 'reviews'"))
        .isEqualTo("t");
  }

  private static String ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
