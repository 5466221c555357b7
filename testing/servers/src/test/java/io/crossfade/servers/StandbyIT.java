package io.crossfade.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandbyIT {
  @TempDir Path dir;

  @Test
  void hasWhatItGotAndNotWhatCameAfterIt() throws Exception {
    try (EmbeddedPostgres primary = EmbeddedPostgres.start(18, dir.resolve("primary"), false)) {
      run(primary, "CREATE TABLE kept AS SELECT 1 AS id");
      try (Standby standby = Standby.of(primary, dir.resolve("standby"));
          Network address = Network.to(primary.port())) {
        run(primary, "INSERT INTO kept VALUES (2)");
        standby.catchUp();
        standby.fallBehind();
        run(primary, "INSERT INTO kept VALUES (3)");
        assertThat(ids(address.port())).isEqualTo("1,2,3");

        primary.kill();
        EmbeddedPostgres promoted = standby.promote();
        address.leadTo(promoted.port());

        assertThat(ids(address.port())).isEqualTo("1,2");
        run(promoted, "INSERT INTO kept VALUES (4)");
        try (Standby next = Standby.of(promoted, dir.resolve("next"))) {
          next.catchUp();
          assertThat(ids(next.promote().port())).isEqualTo("1,2,4");
        }
      }
    }
  }

  private static String ids(int port) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + EmbeddedPostgres.USER;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT string_agg(id::text, ',' ORDER BY id) FROM kept")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void run(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
