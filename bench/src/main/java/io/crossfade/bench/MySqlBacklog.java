package io.crossfade.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// Changes that wait in MariaDB's log: of one kind of transactions, with one kind of row images.
///
/// @param image what the log tells of a row, as the server's variable `binlog_row_image` has it
/// @param changes how many in all
record MySqlBacklog(Size size, String image, long changes) {
  static final List<String> TABLES = List.of("wide_1", "account", "history");

  /// How many rows a large transaction writes, as a batch job does.
  private static final int AT_ONCE = 1_000;

  private static final int ACCOUNTS = 10_000;

  enum Size {
    LARGE(AT_ONCE),
    /// Two updates and an insert; so 200,000 transactions of a million rows that are asked for.
    SMALL(3);

    private final int changes;

    Size(int changes) {
      this.changes = changes;
    }
  }

  static MySqlBacklog of(Size size, String image, long rows) {
    long transactions = size == Size.LARGE ? rows / AT_ONCE : rows / 5;
    return new MySqlBacklog(size, image, Math.max(1, transactions) * size.changes);
  }

  /// For a file.
  String name() {
    return (size + "-" + image).toLowerCase(Locale.ROOT);
  }

  /// For people.
  String title() {
    return String.format(
        Locale.ROOT,
        "%,d transactions of %,d rows, %s",
        changes / size.changes,
        size.changes,
        image);
  }

  /// The tables, with the rows that updates of large transactions meet.
  static void create(MySqlSite site, long rows) throws SQLException {
    MySqlRows.fill(site, 2 * rows);
    site.sql(
        "DROP TABLE wide_2",
        """
        CREATE TABLE account (id int PRIMARY KEY, branch int NOT NULL, balance decimal(14,2) NOT NULL, owner varchar(40) NOT NULL,
          seen datetime(3) NOT NULL, filler char(80) NOT NULL) DEFAULT CHARSET utf8mb4\
        """,
        """
        CREATE TABLE history (id bigint AUTO_INCREMENT PRIMARY KEY, account int NOT NULL, amount decimal(14,2) NOT NULL,
          at datetime(3) NOT NULL, note varchar(60) NOT NULL) DEFAULT CHARSET utf8mb4\
        """,
        "INSERT INTO account SELECT seq, seq % 100, seq, concat('Owner ', seq), '2026-01-01', ''"
            + " FROM seq_1_to_"
            + ACCOUNTS,
        """
        CREATE PROCEDURE large(transactions int)
          FOR i IN 0 .. transactions - 1 DO
            UPDATE wide_1 SET n = n + 1, note = concat('Changed at ', i) WHERE id BETWEEN i * 1000 + 1 AND i * 1000 + 1000;
          END FOR\
        """,
        """
        CREATE PROCEDURE small(transactions int)
          FOR i IN 0 .. transactions - 1 DO
            START TRANSACTION;
            UPDATE account SET balance = balance + i + 1, seen = '2026-02-01' + INTERVAL i SECOND WHERE id = 1 + i * 7919 % 10000;
            UPDATE account SET balance = balance - i - 1, seen = '2026-02-01' + INTERVAL i SECOND WHERE id = 1 + (i * 7919 + 1) % 10000;
            INSERT INTO history (account, amount, at, note) VALUES (1 + i * 7919 % 10000, i, '2026-02-01' + INTERVAL i SECOND, concat('Transfer ', i));
            COMMIT;
          END FOR\
        """,
        "SET GLOBAL sync_binlog = 0, GLOBAL innodb_flush_log_at_trx_commit = 0");
  }

  void write(MySqlSite site) throws SQLException {
    site.sql(
        "SET binlog_row_image = " + image,
        "CALL %s(%d)".formatted(size.name().toLowerCase(Locale.ROOT), changes / size.changes));
  }
}
