package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.RouteAnswer;
import io.crossfade.gateway.settings.Switching;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Sessions get ready for the other database when it is announced that writes are about to move,
/// while nobody is held.
class AnnouncedIT extends Moves {
  @Test
  void connectionsAreThereBeforeAnybodyIsHeld() throws Exception {
    try (Connection first = rig.connect();
        Connection second = rig.connect()) {
      announce(Side.TARGET);
      awaitReady();
      assertThat(connections(target)).isEqualTo(2);
      List<String> ready = backends();
      assertThat(server(first)).as("nothing else follows").isEqualTo("16");
      moveAll(Side.TARGET);
      for (Connection one : List.of(first, second)) {
        assertThat(server(one)).isEqualTo("18");
        assertThat(Rig.ask(one, "SELECT pg_backend_pid()")).isIn(ready);
      }
      Rig.await("nothing is left here", () -> connections(source) == 0);
    }
  }

  /// A database process that was made a moment ago has read nothing of the catalog yet.
  ///
  /// @param planned pgjdbc sends two commands as one text only where it may not prepare them
  @ParameterizedTest
  @CsvSource({"simple, 1", "extended, 71"})
  void whatASessionRunsIsPlannedThereAndNotRun(String mode, String planned) throws Exception {
    String note = "CREATE TABLE note (id int PRIMARY KEY, said text)";
    // Planning works out what cannot change, so this tells of it.
    String tells =
        "CREATE FUNCTION tells(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
            + " $$ BEGIN PERFORM pg_notify('planned', $1::text); RETURN $1; END $$";
    try (Connection connection = rig.connect("preferQueryMode=" + mode);
        Connection here = DriverManager.getConnection(source);
        Connection there = DriverManager.getConnection(target)) {
      for (Connection each : List.of(here, there)) {
        Rig.run(each, note + "; " + tells + "; INSERT INTO note VALUES (1, 'first')");
      }
      Rig.run(there, "LISTEN planned");
      Rig.run(connection, "BEGIN");
      announce(Side.TARGET);
      Rig.await("it gets ready", () -> connections(target) == 2);
      Rig.run(connection, "DELETE FROM note WHERE id = tells(7); SELECT 1");
      Rig.run(connection, "UPDATE note SET said = 'run' WHERE id = tells(1)");
      Rig.run(connection, "COMMIT");
      awaitReady();
      assertThat(notified(there)).isEqualTo(planned);
      assertThat(Rig.ask(there, "SELECT said FROM note")).isEqualTo("first");
      assertThat(Rig.ask(here, "SELECT said FROM note")).isEqualTo("run");
      moveAll(Side.TARGET);
      assertThat(Rig.ask(connection, "SELECT said FROM note")).isEqualTo("first");
    }
  }

  /// Then all that is left to do after the hold is to go.
  @Test
  void whoWantsNothingIsAskedALastTimeAsSoonAsOthersAreHeld() throws Exception {
    try (Connection connection = rig.connect()) {
      announce(Side.TARGET);
      awaitReady();
      Rig.run(connection, "SET work_mem = '9MB'");
      long asked = questions();
      follow(answer(rig.router.route().hold(), Side.TARGET));
      Rig.await("it is asked", () -> questions() > asked);
      follow(answer(rig.router.route().allOn(Side.TARGET), Side.TARGET));
      assertThat(Rig.ask(connection, "SHOW work_mem")).isEqualTo("9MB");
      assertThat(server(connection)).isEqualTo("18");
    }
  }

  private static String notified(Connection connection) throws SQLException {
    Rig.run(connection, "SELECT");
    return Arrays.stream(connection.unwrap(PGConnection.class).getNotifications())
        .map(PGNotification::getParameter)
        .collect(Collectors.joining());
  }

  /// What was brought there first is no longer true, and not all of it may be brought again.
  @Test
  void whatIsSetWhileItIsReadyGoesAlongToo() throws Exception {
    try (Connection connection = rig.connect()) {
      Rig.run(connection, "SET work_mem = '7MB'; SET TimeZone = 'Europe/Vienna'");
      Rig.run(connection, "PREPARE old AS SELECT 1");
      announce(Side.TARGET);
      awaitReady();
      List<String> ready = backends();
      Rig.run(connection, "SET work_mem = '9MB'; RESET TimeZone; SET application_name = 'later'");
      Rig.run(connection, "DEALLOCATE old");
      Rig.run(connection, "PREPARE fresh AS SELECT 2");
      String zone = Rig.ask(connection, "SHOW TimeZone");
      moveAll(Side.TARGET);
      assertThat(Rig.ask(connection, "SELECT pg_backend_pid()")).isIn(ready);
      assertThat(Rig.ask(connection, "SHOW work_mem")).isEqualTo("9MB");
      assertThat(Rig.ask(connection, "SHOW TimeZone")).isEqualTo(zone);
      assertThat(Rig.ask(connection, "SHOW application_name")).isEqualTo("later");
      assertThat(Rig.ask(connection, "EXECUTE fresh")).isEqualTo("2");
      assertThat(Rig.ask(connection, "SELECT count(*) FROM pg_prepared_statements WHERE from_sql"))
          .isEqualTo("1");
    }
  }

  /// A hold that is called off is tried again soon.
  @Test
  void whatIsReadyOutlastsATryAndNotTheAnnouncement() throws Exception {
    try (Connection connection = rig.connect()) {
      announce(Side.TARGET);
      awaitReady();
      List<String> ready = backends();
      for (int i = 0; i < 3; i++) {
        follow(answer(rig.router.route().hold(), Side.TARGET));
        follow(answer(rig.router.route().release(), Side.TARGET));
        assertThat(server(connection)).isEqualTo("16");
      }
      assertThat(backends()).isEqualTo(ready);
      announce(null);
      Rig.await("what was made ready is shut", () -> connections(target) == 0);
      assertThat(server(connection)).isEqualTo("16");
    }
  }

  /// As after a rehearsal, by night: nobody asks for anything.
  @Test
  void whoWantsNothingKeepsNoConnectionThereEither() throws Exception {
    try (Connection connection = rig.connect()) {
      announce(Side.TARGET);
      awaitReady();
      Rig.run(connection, "SET work_mem = '9MB'");
      long asked = questions();
      follow(answer(rig.router.route().hold(), Side.TARGET));
      Rig.await("it is asked", () -> questions() > asked);
      follow(answer(rig.router.route().release(), Side.TARGET));
      announce(null);
      Rig.await("what was made ready is shut", () -> connections(target) == 0);
      assertThat(server(connection)).isEqualTo("16");
    }
  }

  @Test
  void whatHasBrokenMeanwhileIsMadeAgain() throws Exception {
    try (Connection connection = rig.connect();
        Connection direct = DriverManager.getConnection(target)) {
      announce(Side.TARGET);
      awaitReady();
      String end =
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()";
      assertThat(Rig.ask(direct, end)).isEqualTo("1");
      Rig.await("only this one is left", () -> connections(target) == 1);
      moveAll(Side.TARGET);
      assertThat(server(connection)).isEqualTo("18");
    }
  }

  /// Nobody is held meanwhile, so it may take its time.
  @Test
  void theHoldIsPutOffForAPinThatGoesAway() throws Exception {
    restart(Switching.DEFAULT.pins(Duration.ofMinutes(1)));
    try (Connection connection = rig.connect()) {
      Rig.run(connection, "CREATE TEMPORARY TABLE basket (id int)");
      announce(Side.TARGET);
      Rig.await("it is asked", () -> questions() > 0);
      assertThat(server(connection)).isEqualTo("16");
      assertThat(rig.routes.reported().ready()).isNull();
      Rig.await("it is told who", () -> pinned().size() == 1);
      assertThat(pinned().getFirst().session()).contains("user \"postgres\"");
      assertThat(pinned().getFirst().by()).isEqualTo("temporary table basket");
      Rig.run(connection, "DROP TABLE basket");
      awaitReady();
      Rig.await("it is told that nobody is", () -> pinned().isEmpty());
      moveAll(Side.TARGET);
      assertThat(server(connection)).isEqualTo("18");
    }
  }

  @Test
  void theHoldIsPutOffForSoLongOnly() throws Exception {
    restart(Switching.DEFAULT.pins(Duration.ofMillis(300)));
    try (Connection connection = rig.connect()) {
      Rig.run(connection, "CREATE TEMPORARY TABLE basket (id int)");
      long since = System.nanoTime();
      announce(Side.TARGET);
      awaitReady();
      assertThat(System.nanoTime() - since).isGreaterThan(Duration.ofMillis(300).toNanos());
      Rig.await("it is told who", () -> pinned().size() == 1);
      moveAll(Side.TARGET);
      closed(connection, "57P01", "temporary table basket");
      Rig.await("it has gone", () -> pinned().isEmpty());
    }
  }

  private List<PinnedSession> pinned() {
    return rig.routes.told().pinned();
  }

  /// It gets ready with the end of its transaction, or in the hold.
  @Test
  void theHoldIsNotPutOffForATransactionThatDoesNotEnd() throws Exception {
    Switching hasty = new Switching(1, Duration.ofMillis(200), Duration.ofMinutes(1), null);
    restart(hasty);
    try (Connection busy = rig.connect();
        Connection other = rig.connect()) {
      busy.setAutoCommit(false);
      assertThat(server(busy)).isEqualTo("16");
      announce(Side.TARGET);
      awaitReady();
      Rig.await("both have a connection", () -> connections(target) == 2);
      assertThat(server(busy)).isEqualTo("16");
      busy.commit();
      moveAll(Side.TARGET);
      assertThat(server(busy)).isEqualTo("18");
      assertThat(server(other)).isEqualTo("18");
    }
  }

  @Test
  void aTargetThatRefusesLoginsDelaysNobodyAndEndsOnlyWhoWantsToGo() throws Exception {
    try (Connection goes = rig.connect();
        Connection idle = rig.connect();
        Connection direct = DriverManager.getConnection(source)) {
      Connection admin =
          DriverManager.getConnection(target.replaceFirst("/test_\\d+", "/postgres"));
      String name = target.replaceFirst(".*/(test_\\d+).*", "$1");
      try (admin) {
        Rig.run(admin, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        announce(Side.TARGET);
        awaitReady();
        moveAll(Side.TARGET);
        closed(goes, "55000", "not currently accepting connections");
        Rig.run(admin, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
      }
      assertThat(server(idle)).isEqualTo("18");
      assertThat(Rig.ask(direct, "SELECT 1")).isEqualTo("1");
    }
  }

  /// More than are made ready at once.
  @Test
  void manyGetReadyInTurns() throws Exception {
    restart(new Switching(2, Duration.ofSeconds(10), Duration.ZERO, null));
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(rig.connect());
    }
    announce(Side.TARGET);
    awaitReady();
    assertThat(connections(target)).isEqualTo(20);
    moveAll(Side.TARGET);
    for (Connection one : all) {
      assertThat(server(one)).isEqualTo("18");
      one.close();
    }
  }

  /// There are no threads any more on which sessions could be told something.
  @Test
  void whoIsClosedInASwitchHearsNothingMoreOfTheRoute() throws Exception {
    try (Connection _ = rig.connect()) {
      announce(Side.TARGET);
      awaitReady();
      rig.gateway.close();
      follow(answer(rig.router.route().hold(), Side.TARGET));
      assertThat(rig.routes.reported().ready()).as("nobody is waited for").isEqualTo(Side.TARGET);
      follow(answer(rig.router.route().release(), Side.TARGET));
      follow(answer(rig.router.route().hold(), Side.TARGET));
      rig.router.close();
      assertThat(rig.routes.reported().leaving()).isTrue();
    }
  }

  private void announce(@Nullable Side next) {
    rig.routes.set(answer(rig.router.route(), next));
    Rig.await("it is heard", () -> rig.router.next() == next);
  }

  private void awaitReady() {
    Rig.await("ready", () -> rig.routes.reported().ready() == Side.TARGET);
  }

  /// As the engine does: the announcement ends when writes have moved.
  private void moveAll(Side side) {
    follow(answer(rig.router.route().hold(), side));
    Rig.await("drained", this::drained);
    follow(answer(rig.router.route().allOn(side), side));
    announce(null);
  }

  private static RouteAnswer answer(Route route, @Nullable Side next) {
    return new RouteAnswer(route, null, Readers.NONE, next);
  }

  /// Of the gateway on the target.
  private List<String> backends() throws SQLException {
    List<String> pids = new ArrayList<>();
    try (Connection direct = DriverManager.getConnection(target);
        var statement = direct.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <>"
                    + " pg_backend_pid() AND backend_type = 'client backend' ORDER BY 1")) {
      while (rows.next()) {
        pids.add(rows.getString(1));
      }
    }
    return pids;
  }

  /// Sessions that were asked last for what they have set.
  private long questions() {
    return number(
        source,
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND query LIKE 'SELECT kind%'");
  }
}
