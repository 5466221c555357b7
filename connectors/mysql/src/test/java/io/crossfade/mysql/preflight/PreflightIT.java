package io.crossfade.mysql.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Database;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Finding.Severity;
import io.crossfade.connector.Lease;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.TestDatabase;
import io.crossfade.mysqlservers.MySqlRights;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong is found before anything begins, and what is right is not complained of. */
@Timeout(60)
class PreflightIT {
  private static List<Finding> find(Database database, Side side, Table... tables) {
    return database.catalog().preflight(side, List.of(tables));
  }

  private static List<String> stops(List<Finding> found) {
    return found.stream()
        .filter(finding -> finding.severity() == Severity.STOPS)
        .map(Finding::toString)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void theRightsThatTheDocsTellAreEnough(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      String user = on.name() + "_user";
      on.run(
          "CREATE TABLE item (id int PRIMARY KEY, v varchar(9), KEY (v))",
          "CREATE VIEW seen AS SELECT id FROM item");
      try {
        MySqlRights.onSource(on.url(), user, on.name());
        assertThat(on.ask("SHOW CREATE USER " + user))
            .as("nobody logs in as it until somebody has given it a password")
            .singleElement()
            .asString()
            .contains("ACCOUNT LOCK");
        MySqlRights.unlock(on.url(), user);
        reads(on, user);
        MySqlRights.onTarget(on.url(), user, on.name());
        makes(on, user);
      } finally {
        on.run("DROP USER " + user);
      }
    }
  }

  private static void reads(TestDatabase on, String user) throws SQLException {
    try (Database ours = on.as(user)) {
      Table item = on.table("item");
      assertThat(stops(find(ours, Side.SOURCE, item))).isEmpty();
      assertThat(stops(find(ours, Side.TARGET, item)))
          .singleElement()
          .asString()
          .contains("CREATE TEMPORARY TABLES");
    }
  }

  /** A session keeps the rights in its database that its user had when it began. */
  private static void makes(TestDatabase on, String user) {
    try (Database ours = on.as(user)) {
      Table item = on.table("item");
      assertThat(stops(find(ours, Side.TARGET, item))).isEmpty();
      Lease lease = new Lease(on.name(), "store", 1);
      ours.workspace().take(lease);
      Table other = renamed(item, "other");
      ours.catalog().create(lease, List.of(other));
      ours.catalog().finish(lease, List.of(other));
      assertThat(ours.catalog().spelling("integer")).isEqualTo("int");
      assertThat(ours.catalog().objects(Set.of(on.name()), List.of(item)).get(0).obstacle())
          .isEmpty();
      assertThat(ours.catalog().notCarried(List.of(item))).isNotEmpty();
      assertThat(ours.catalog().settings()).containsKey("version");
      assertThat(ours.identity()).isEqualTo(on.database().identity());
      ours.catalog().drop(lease.migration());
      ours.workspace().remove(lease.migration());
    }
  }

  private static Table renamed(Table table, String name) {
    return new Table(
        new TableName(table.name().schema(), name),
        table.columns(),
        table.key(),
        table.indexes(),
        table.constraints(),
        0);
  }

  /** Of those that the scripts give, none is too many, and none is missed only later. */
  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void eachRightIsNamedOnceItIsTakenAway(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      String user = on.name() + "_robbed";
      on.run("CREATE TABLE item (id int PRIMARY KEY)");
      try {
        MySqlRights.onTarget(on.url(), user, on.name());
        MySqlRights.unlock(on.url(), user);
        for (String grant : on.ask("SHOW GRANTS FOR '" + user + "'@'%'")) {
          String where = grant.replaceFirst(".* ON (.*) TO .*", "$1");
          for (String right : grant.replaceFirst("GRANT (.*) ON .*", "$1").split(", ", -1)) {
            if (!right.equals("USAGE")) {
              robbed(on, user, right, where);
            }
          }
        }
      } finally {
        on.run("DROP USER " + user);
      }
    }
  }

  private static void robbed(TestDatabase on, String user, String right, String where)
      throws SQLException {
    String account = "'%s'@'%%'".formatted(user);
    on.run("REVOKE %s ON %s FROM %s".formatted(right, where, account));
    try (Database ours = on.as(user)) {
      assertThat(find(ours, Side.TARGET, on.table("item")))
          .as("without %s on %s", right, where)
          .anyMatch(f ->
              f.severity() != Severity.NOTE && f.mend().matches("GRANT .*\\b" + right + "\\b.*"));
    }
    on.run("GRANT %s ON %s TO %s".formatted(right, where, account));
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void rightsThatAreMissingAreNamedWithTheGrantThatGivesThem(MySqlVersion version)
      throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      String user = on.name() + "_poor";
      on.run(
          "SET GLOBAL log_bin_trust_function_creators = 0",
          "CREATE TABLE item (id int PRIMARY KEY)",
          "CREATE USER " + user,
          "GRANT SELECT ON `%s`.* TO %s".formatted(on.name().replace("_", "\\_"), user),
          "GRANT INSERT ON `%s`.item TO %s".formatted(on.name(), user));
      try (Database ours = on.as(user)) {
        List<String> found = stops(find(ours, Side.SOURCE, on.table("item")));
        assertThat(found)
            .anyMatch(f ->
                f.contains(
                    "GRANT ALTER, DELETE, LOCK TABLES, TRIGGER, UPDATE ON `"
                        + on.name()
                        + "`.* TO '"
                        + user
                        + "'@'%'"))
            .anyMatch(f -> f.contains("REPLICATION SLAVE") && f.contains("ON *.*"))
            .anyMatch(f -> f.contains("ON crossfade.*"))
            .anyMatch(f -> f.contains("log_bin_trust_function_creators"));
      } finally {
        on.run("SET GLOBAL log_bin_trust_function_creators = 1", "DROP USER " + user);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB_11_4, binlog_row_image = 'NOBLOB', binlog_row_image is NOBLOB, STOPS",
    "MARIADB_11_4, binlog_format = 'STATEMENT', binlog_format is STATEMENT, STOPS",
    "MARIADB_11_4, read_only = 1, it is read only, STOPS",
    "MARIADB_11_4, binlog_expire_logs_seconds = 3600, after 1.0 hours, WARNS",
    "MARIADB_11_4, sync_binlog = 7, sync_binlog is 7, WARNS",
    "MARIADB_11_4, max_connections = 10, max_connections leaves, WARNS",
    "MYSQL_8_0, binlog_row_value_options = 'PARTIAL_JSON', parts of JSON values, STOPS",
    "MYSQL_8_0, binlog_order_commits = 0, binlog_order_commits is off, STOPS",
    "MYSQL_8_0, binlog_transaction_compression = 1, binlog_transaction_compression is on, STOPS",
    "MYSQL_8_0, binlog_row_metadata = 'MINIMAL', binlog_row_metadata is MINIMAL, WARNS",
    "MYSQL_8_0, super_read_only = 1, it is read only, STOPS",
    "MYSQL_8_0, innodb_flush_log_at_trx_commit = 2, innodb_flush_log_at_trx_commit is 2, WARNS",
    "MYSQL_8_0, max_allowed_packet = 1048576, max_allowed_packet is 1048576, WARNS"
  })
  void aSettingIsNamedWithWhatMendsIt(
      MySqlVersion version, String setting, String what, Severity severity) throws SQLException {
    String name = setting.replaceFirst(" .*", "");
    try (TestDatabase on = TestDatabase.on(version)) {
      assertThat(find(on.database(), Side.SOURCE))
          .noneMatch(f -> f.severity() == severity && f.what().contains(what));
      String before = on.ask("SELECT @@global." + name).get(0);
      try {
        on.run("SET GLOBAL " + setting);
        assertThat(find(on.database(), Side.SOURCE))
            .anyMatch(f ->
                f.severity() == severity && f.what().contains(what) && f.mend().contains(name));
      } finally {
        boolean isNumber = before.matches("\\d+");
        on.run("SET GLOBAL " + name + " = " + (isNumber ? before : "'" + before + "'"));
        if (name.equals("super_read_only")) {
          on.run("SET GLOBAL read_only = 0");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MySqlVersion.class,
      names = {"MARIADB_11_4", "MYSQL_8_0"})
  void tablesThatCannotBeMovedAreRefusedByName(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      on.run(
          "CREATE TABLE unsafe (id int PRIMARY KEY) ENGINE = MyISAM",
          "CREATE TABLE keyless (id int)",
          "CREATE TABLE place (id int PRIMARY KEY, spot point)",
          "CREATE TABLE inexact (id float PRIMARY KEY)",
          "CREATE TABLE parent (id int PRIMARY KEY)",
          "CREATE TABLE child (id int PRIMARY KEY, parent int, CONSTRAINT goes FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE)",
          "CREATE TABLE watched (id int PRIMARY KEY, n int)",
          "CREATE TRIGGER doubles BEFORE INSERT ON watched FOR EACH ROW SET NEW.n = NEW.n * 2",
          "CREATE TABLE polite (id int PRIMARY KEY, n int)",
          "CREATE TRIGGER waits BEFORE INSERT ON polite FOR EACH ROW IF @crossfade_pass IS NULL THEN SET NEW.n = 2; END IF",
          "CREATE TABLE dated (id int PRIMARY KEY, d date)",
          "SET sql_mode = ''",
          "INSERT INTO dated VALUES (1, '0000-00-00')");
      Table[] all = on.database().catalog().tables().toArray(Table[]::new);

      List<Finding> source = find(on.database(), Side.SOURCE, all);

      assertThat(stops(source))
          .anyMatch(f -> f.contains("unsafe: its engine is MyISAM"))
          .anyMatch(f -> f.contains("keyless: it has no primary key"))
          .anyMatch(f -> f.contains("place: column spot is point"))
          .anyMatch(f -> f.contains("inexact: its key has the column id of type float"))
          .anyMatch(f -> f.contains("child: its foreign key goes says ON DELETE CASCADE"))
          .anyMatch(f -> f.contains("watched: its trigger doubles would act a second time"))
          .noneMatch(f -> f.contains("polite"));
      assertThat(source)
          .anyMatch(f ->
              f.severity() == Severity.NOTE
                  && f.where().endsWith(".dated")
                  && f.what().contains("0000-00-00"));
      assertThat(stops(find(on.database(), Side.TARGET, all)))
          .anyMatch(f -> f.contains("dated: it has rows"))
          .anyMatch(f -> f.contains("watched: its trigger"))
          .noneMatch(f -> f.contains("keyless: it has rows"));
      assertThat(
              on
                  .database()
                  .catalog()
                  .preflight(Side.SOURCE, List.of(on.table("child")), false)
                  .stream()
                  .map(Finding::what))
          .noneMatch(what -> what.contains("CASCADE"));
    }
  }

  /** MySQL has none. */
  @ParameterizedTest
  @EnumSource(
      value = MySqlVersion.class,
      names = {"MARIADB_10_11", "MARIADB_11_4"})
  void columnsThatAreCompressedAreRefusedByName(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      on.run(
          "CREATE TABLE packed (id int PRIMARY KEY, t text COMPRESSED, v varchar(9) COMPRESSED COMMENT 'c', w text)",
          "CREATE TABLE plain (id int PRIMARY KEY, v varchar(40) DEFAULT 'COMPRESSED*/')");
      Table[] all = on.database().catalog().tables().toArray(Table[]::new);
      assertThat(stops(find(on.database(), Side.SOURCE, all)))
          .filteredOn(f -> f.contains("COMPRESSED"))
          .hasSize(2)
          .anyMatch(f -> f.contains("packed: column t is COMPRESSED"))
          .anyMatch(f -> f.contains("packed: column v is COMPRESSED"));
      assertThat(on.database().catalog().preflight(Side.SOURCE, List.of(all), false))
          .noneMatch(f -> f.what().contains("COMPRESSED"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MySqlVersion.class,
      names = {"MARIADB_11_4", "MYSQL_8_0"})
  void aTargetThatCannotHaveTheTablesSaysSo(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      on.run("CREATE TABLE item (id int PRIMARY KEY, v varchar(9))");
      Table item = on.table("item");
      Column unknown = new Column("v", "varchar(9) collate klingon_ci", true, null, false, false);
      Table other =
          new Table(
              new TableName(on.name(), "other"),
              List.of(item.column("id"), unknown),
              List.of("id"),
              List.of(),
              List.of(
                  new ForeignKey(
                      "away",
                      List.of("id"),
                      new TableName(on.name(), "nowhere"),
                      List.of("id"),
                      "")),
              0);
      Table elsewhere =
          new Table(
              new TableName("elsewhere", "item"),
              item.columns(),
              item.key(),
              List.of(),
              List.of(),
              0);
      Table narrow =
          item.with(
              List.of(item.column("id"), new Column("v", "varchar(8)", true, null, false, false)));

      assertThat(stops(find(on.database(), Side.TARGET, other, elsewhere, narrow)))
          .anyMatch(f -> f.contains("klingon_ci, which this server does not know"))
          .anyMatch(f -> f.contains("away refers to " + on.name() + ".nowhere, which is not there"))
          .anyMatch(f -> f.contains("it would be made in the database elsewhere"))
          .anyMatch(f ->
              f.contains("column v is varchar(9)") && f.contains("the mapping writes varchar(8)"));
    }
  }

  /** Nobody is there whom it could follow, but it tries. */
  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void aReplicaIsRefusedAsEitherSide(MySqlVersion version) throws SQLException {
    String to = "TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 9, MASTER_USER = 'nobody'";
    String named = version.isMariaDb() ? "'elsewhere' " : "";
    String channel = version.isMariaDb() ? "" : " FOR CHANNEL 'elsewhere'";
    try (TestDatabase on = TestDatabase.on(version)) {
      assertThat(find(on.database(), Side.SOURCE))
          .noneMatch(f -> f.what().matches("it is (set up as )?a replica.*"));
      on.run("CHANGE MASTER " + named + to + channel, "START SLAVE " + named + channel);
      try {
        for (Side side : Side.values()) {
          assertThat(stops(find(on.database(), side)))
              .anyMatch(f ->
                  f.contains("it is a replica of 127.0.0.1:9") && f.contains("RESET REPLICA ALL"));
        }
        on.run("STOP SLAVE " + named + channel);
        assertThat(find(on.database(), Side.SOURCE))
            .anyMatch(f ->
                f.severity() == Severity.WARNS
                    && f.what().contains("set up as a replica of 127.0.0.1:9"))
            .noneMatch(f -> f.what().startsWith("it is a replica"));
      } finally {
        on.run("STOP SLAVE " + named + channel, "RESET SLAVE " + named + "ALL" + channel);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MySqlVersion.class,
      names = {"MARIADB_11_4", "MYSQL_8_0"})
  void preparedTransactionsAreFound(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version);
        TestDatabase other = TestDatabase.on(version)) {
      other.run(
          "CREATE TABLE item (id int PRIMARY KEY)",
          "XA START 'a'",
          "INSERT INTO item VALUES (1)",
          "XA END 'a'",
          "XA PREPARE 'a'");
      try {
        assertThat(stops(find(on.database(), Side.SOURCE)))
            .anyMatch(f -> f.contains("1 prepared transactions are open"));
      } finally {
        other.run("XA ROLLBACK 'a'");
      }
    }
  }
}
