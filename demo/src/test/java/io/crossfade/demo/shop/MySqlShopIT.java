package io.crossfade.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.judge.Judge;
import io.crossfade.demo.load.Databases;
import io.crossfade.demo.load.LoadProcess;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.RecordReader;
import io.crossfade.demo.record.RecordTail;
import io.crossfade.demo.record.Status;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The shop on MariaDB, before anything is moved.
@Timeout(120)
class MySqlShopIT {
  private static final int ENOUGH = 500;
  private static String url = "";

  @TempDir Path dir;

  @BeforeAll
  static void build() throws SQLException {
    url = SharedMySql.newDatabase(MySqlVersion.MARIADB_11_4) + "?user=root";
    new Shop(url, Size.SMALL).build();
  }

  @Test
  void itIsTheShopThatItsCustomersKnow() throws Exception {
    for (Map.Entry<String, Integer> table : Size.SMALL.rows().entrySet()) {
      assertThat(ask("SELECT count(*) FROM " + table.getKey()))
          .as(table.getKey())
          .isEqualTo(table.getValue().toString());
    }
    assertThat(ask("SELECT product_id FROM codes WHERE code = '" + Code.initial(50) + "'"))
        .isEqualTo("51");
    assertThat(ask("SELECT customer_id FROM addresses WHERE id = '" + Address.of(4711) + "'"))
        .isEqualTo("4711");

    List<Attempt> attempts = work();

    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    attempts.forEach(a -> kinds.add(a.kind()));
    assertThat(kinds).isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.ANY)));
    assertThat(
            attempts.stream().filter(a -> a.status() != Status.ACK && a.status() != Status.RETRIED))
        .singleElement()
        .satisfies(a -> assertThat(a.status()).isEqualTo(Status.FAILED))
        .satisfies(a -> assertThat(a.outcome().reason()).contains("price"));
    assertThat(new Judge(url, Side.SOURCE, Size.SMALL).judge(attempts).findings()).isEmpty();
  }

  private List<Attempt> work() throws Exception {
    Path databases = dir.resolve("databases");
    new Databases(url, SharedPostgres.newDatabase(18)).write(databases);
    Path record = dir.resolve("record");
    List<String> arguments =
        List.of(
            "--databases",
            databases.toString(),
            "--record",
            record.toString(),
            "--size",
            "small",
            "--fixed",
            "SOURCE",
            "--rate",
            "400",
            "--break-one");
    try (LoadProcess load = LoadProcess.start(arguments, dir.resolve("load.log"))) {
      RecordTail tail = new RecordTail(record);
      while (tail.count(Status.ACK) < ENOUGH) {
        assertThat(load.isAlive()).as("the load works").isTrue();
        LockSupport.parkNanos(10_000_000);
      }
      load.stop();
    }
    return RecordReader.read(record);
  }

  private static String ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
