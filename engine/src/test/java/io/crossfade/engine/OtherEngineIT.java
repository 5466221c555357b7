package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A live database moves to another engine, goes back, and moves again.
@Timeout(180)
class OtherEngineIT {
  private final TwoDatabases databases =
      new TwoDatabases(
          SharedMySql.newDatabase(MySqlVersion.MARIADB_11_4), SharedPostgres.newDatabase(18));

  @TempDir Path directory;

  private String schema = "";

  @BeforeEach
  void makeShop() throws SQLException {
    schema = databases.one(Side.SOURCE, "SELECT DATABASE()");
    databases.sql(
        Side.SOURCE,
        """
        CREATE TABLE customers (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, mail varchar(100) NOT NULL UNIQUE,
          paid tinyint(1) NOT NULL DEFAULT 0, balance decimal(12,2) NOT NULL DEFAULT 1.50, big bigint unsigned, born date,
          seen timestamp(6) NULL, made datetime DEFAULT current_timestamp(), slot time, year_of year, country char(2) NOT NULL DEFAULT 'de',
          doc json, kind enum('new','old') DEFAULT 'new', tags set('a','b'), photo blob, hash binary(4), mask bit(12), ratio double, small float,
          note text)\
        """,
        """
        CREATE TABLE orders (customer bigint unsigned NOT NULL, number int NOT NULL, total decimal(12,2), PRIMARY KEY (customer, number),
          CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id))\
        """,
        """
        INSERT INTO customers (mail, paid, balance, big, born, seen, made, slot, year_of, country, doc, kind, tags, photo, hash, mask, ratio, small, note)
        SELECT concat('mail', seq), seq % 2, seq / 3, 18446744073709551615 - seq, '1970-01-01' + INTERVAL seq DAY,
          '2024-02-29 12:34:56.5', '2024-02-29 12:34:56', '23:59:59', 2024, 'fr', concat('{"b": 1.0, "a": [', seq, ', 2]}'), 'old', 'a,b',
          unhex('0001ff'), unhex('01020300'), b'101', seq / 7, seq / 3, concat('tab\\tline\\n', seq)
        FROM seq_1_to_3000\
        """,
        "INSERT INTO orders SELECT 1 + seq % 3000, seq, seq / 3 FROM seq_1_to_6000");
  }

  @Test
  void aLiveDatabaseMovesGoesBackAndMovesAgain() throws SQLException {
    String rest =
        "tables: [\"%s.*\"]\ncopy: {chunkRows: 1000}\ncutover: {deadline: 20s, firstTry: 2s}"
            .formatted(schema);
    Manifest manifest = databases.manifest("other_engine", rest);
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest, store, directory)) {
      Set<String> acknowledged;
      try (StubbornWriter writer = writer().gently().start()) {
        open.migration().run();
        assertThat(open.migration().status().compare().drift()).isZero();

        assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);
        assertThat(open.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
        assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);

        assertThat(open.migration().verify(false).clean()).isTrue();
        acknowledged = writer.acknowledged();
      }
      assertThat(acknowledged).hasSizeGreaterThan(20);
      assertThat(open.migration().verify(false).clean()).isTrue();

      String mails = "SELECT mail FROM %s.customers".formatted(schema);
      for (Side side : Side.values()) {
        Set<String> missing = new HashSet<>(acknowledged);
        missing.removeAll(Set.copyOf(databases.column(side, mails)));
        assertThat(missing).isEmpty();
      }
      assertThat(databases.one(Side.TARGET, "SELECT count(*) FROM %s.orders".formatted(schema)))
          .isEqualTo("6000");
      assertThat(typesOnTheTarget())
          .contains("paid boolean", "big numeric", "doc jsonb", "hash bytea", "id bigint");
      open.migration().cleanup();
    }
  }

  private List<String> typesOnTheTarget() throws SQLException {
    return databases.column(
        Side.TARGET,
        "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = 'customers'");
  }

  private StubbornWriter writer() {
    return new StubbornWriter(
        databases,
        1,
        "INSERT INTO customers (mail, born) VALUES (?, current_date)",
        "INSERT INTO %s.customers (mail, born) VALUES (?, current_date)".formatted(schema));
  }
}
