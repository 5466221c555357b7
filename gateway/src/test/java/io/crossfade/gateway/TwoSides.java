package io.crossfade.gateway;

import io.crossfade.client.Decision;
import io.crossfade.client.Freshness;
import io.crossfade.client.shadow.Outcome;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Two databases whose rows say where they are, and a stream between them that is as far as a test
/// says.
class TwoSides {
  static final Freshness FRESHNESS =
      new Freshness(
          "SELECT pg_catalog.pg_current_wal_insert_lsn()::pg_catalog.text",
          "SELECT EXISTS (SELECT FROM far WHERE position >= ?::pg_catalog.pg_lsn)");

  private static final String TABLES =
      """
      CREATE TABLE item (id int PRIMARY KEY, side text, at timestamptz DEFAULT '2026-01-01 12:00Z', price numeric);
      CREATE TABLE kept (id int, side text);
      CREATE SEQUENCE counter;
      CREATE FUNCTION writes() RETURNS text LANGUAGE sql AS
        'INSERT INTO item VALUES (nextval(''counter''), ''written'') RETURNING side';
      CREATE FUNCTION harmless(int) RETURNS int STABLE LANGUAGE sql AS 'SELECT $1';
      CREATE FUNCTION liar() RETURNS bigint STABLE LANGUAGE sql AS 'SELECT nextval(''counter'')';
      CREATE VIEW careless AS SELECT side, random() FROM item;
      INSERT INTO item VALUES (-1, current_setting('my.side')), (-2, current_setting('my.side'));
      INSERT INTO kept VALUES (1, current_setting('my.side'));
      """;

  String source = "";
  String target = "";
  Rig rig = Rig.before("jdbc:postgresql://127.0.0.1:1/none");

  @BeforeEach
  void start() throws SQLException {
    source = SharedPostgres.newDatabase(16);
    target = SharedPostgres.newDatabase(18);
    fill(source, "source");
    fill(target, "target");
    at(target, "CREATE TABLE far (position pg_lsn)");
    arrive();
    begin(Reads.of(table -> table.name().equals("item")));
  }

  void begin(Reads reads) {
    rig.close();
    rig = Rig.before(source, target, Rig.Options.USUAL.with(reads));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static void fill(String url, String side) throws SQLException {
    at(url, "SET my.side = '" + side + "';" + TABLES);
  }

  static void at(String url, String sql) throws SQLException {
    try (Connection direct = DriverManager.getConnection(url)) {
      Rig.run(direct, sql);
    }
  }

  void follow(Route route) {
    rig.routes.set(route, FRESHNESS);
    Rig.await("the route", () -> rig.routes.reported().epoch() == route.epoch());
  }

  void share(int percent) {
    follow(rig.router.route().reading(Side.TARGET, percent));
  }

  /// Everything that is written has arrived on the target, and will have at once.
  void arrive() throws SQLException {
    at(target, "DELETE FROM far; INSERT INTO far VALUES ('FFFFFFFF/FFFFFFFF')");
  }

  /// Nothing arrives there any more.
  void lag() throws SQLException {
    at(target, "DELETE FROM far");
  }

  /// Who answers in the end: statements are looked at, and connections opened, aside.
  static void awaitSide(Connection session, String sql, String side) {
    Rig.await(side + " answers " + sql, () -> side.equals(quietly(session, sql)));
  }

  static String quietly(Connection session, String sql) {
    try {
      return Rig.ask(session, sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  long decided(Side side, Decision why) {
    return rig.router.decisions().of(side, why);
  }

  long outcomes(Outcome outcome) {
    return rig.gateway.laboratory().outcomes().of(outcome);
  }
}
