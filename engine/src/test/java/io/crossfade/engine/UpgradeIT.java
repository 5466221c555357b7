package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.engine.store.StorePlace;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Crossfade is replaced by a newer one in the midst of a migration; and by an older one, which is
/// refused.
@Timeout(120)
class UpgradeIT {
  private static final String PACE = "rowsPerSecond: 100}";
  private static final String SOURCE_ROWS =
      "SELECT concat_ws('|', id, mail, born) FROM customers ORDER BY id";
  private static final String TARGET_ROWS =
      "SELECT concat_ws('|', id, email, born) FROM shop.clients ORDER BY id";
  private static final String LEASES =
      "SELECT string_agg(name || lease, ',' ORDER BY name) FROM crossfade.migration";

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  static Stream<Path> copying() throws IOException {
    return releases().map(release -> release.resolve("copying"));
  }

  static Stream<Path> cutOver() throws IOException {
    return releases().map(release -> release.resolve("cut-over"));
  }

  private static Stream<Path> releases() throws IOException {
    try (Stream<Path> releases = Files.list(KeptState.ALL)) {
      return releases.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void copying(Path state) throws Exception {
    KeptState kept = new KeptState(state);
    kept.restore(databases, directory);
    databases.sql(
        Side.SOURCE,
        "INSERT INTO customers (mail) VALUES ('new')",
        "UPDATE customers SET mail = mail || ' changed' WHERE id % 7 = 0",
        "DELETE FROM notes WHERE id % 5 = 0");
    try (LiveMigration next = next(kept)) {
      next.migration().resume("somebody@db1");
      next.migration().run();
      assertThat(next.events().stream().filter(MigrationEvent.StepFinished.class::isInstance))
          .hasSizeGreaterThan(4);
      assertThat(next.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      goesOnToTheEnd(next);
    }
  }

  @ParameterizedTest
  @MethodSource
  void cutOver(Path state) throws Exception {
    KeptState kept = new KeptState(state);
    kept.restore(databases, directory);
    databases.sql(
        Side.TARGET, "UPDATE shop.clients SET email = email || ' changed' WHERE id % 7 = 0");
    try (LiveMigration next = next(kept)) {
      next.migration().run();
      assertThat(next.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(databases.column(Side.SOURCE, SOURCE_ROWS))
          .isEqualTo(databases.column(Side.TARGET, TARGET_ROWS));
      databases.sql(Side.SOURCE, "INSERT INTO customers (mail) VALUES ('back on the source')");
      assertThat(next.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      goesOnToTheEnd(next);
    }
  }

  private void goesOnToTheEnd(LiveMigration next) throws SQLException {
    databases.sql(Side.TARGET, "INSERT INTO shop.clients (email) VALUES ('last')");
    assertThat(next.migration().verify(false).clean()).isTrue();
    assertThat(databases.column(Side.SOURCE, SOURCE_ROWS))
        .isEqualTo(databases.column(Side.TARGET, TARGET_ROWS))
        .anyMatch(row -> row.contains("last"))
        .anyMatch(row -> row.contains("mail14 changed"));
    assertThat(next.migration().cleanup().phase()).isEqualTo(Phase.CLEANED);
  }

  private LiveMigration next(KeptState kept) throws IOException {
    String manifest = kept.manifest().replace(PACE, "rowsPerSecond: 10000}");
    return LiveMigration.again(databases, kept.migration(), manifest, directory);
  }

  /// What the next release may do to what is shared while this one still runs.
  @Test
  void anOlderProcessGoesOnUntilItIsReplacedAndIsRefusedFromThenOn() throws Exception {
    String url = SharedPostgres.newDatabase(18);
    StorePlace place = new StorePlace.OnServer(new Endpoint(url, "postgres", new Secret("")));
    try (LiveMigration older = LiveMigration.notRunYet(databases, "rolling", "", place)) {
      older.migration().run();
      Flyway.configure(UpgradeIT.class.getClassLoader())
          .dataSource(url, "postgres", "")
          .defaultSchema("crossfade_store")
          .locations(
              "classpath:io/crossfade/engine/store/sql", "classpath:io/crossfade/engine/next")
          .load()
          .migrate();
      for (Side side : Side.values()) {
        databases.sql(
            side,
            "ALTER TABLE crossfade.migration ADD COLUMN more text",
            "UPDATE crossfade.version SET number = 99");
      }
      older.insert(Side.SOURCE, "under the older one");
      assertThat(older.migration().verify(false).clean()).isTrue();
      assertThat(older.count(Side.TARGET, "name = 'under the older one'")).isEqualTo("1");

      takenOver(url);
      int events = older.events().size();
      assertThatThrownBy(() -> older.migration().cutover())
          .hasMessageContaining("another process has taken migration rolling over")
          .isInstanceOfSatisfying(
              CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));
      assertThat(older.events()).hasSize(events);
    }
    assertTooOld(() -> LiveMigration.again(databases, "rolling", "", place), "script 1000");
  }

  private void takenOver(String store) throws SQLException {
    try (Connection connection = DriverManager.getConnection(store);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE crossfade_store.lease SET number = number + 1");
    }
    for (Side side : Side.values()) {
      databases.sql(side, "UPDATE crossfade.migration SET lease = lease + 1");
    }
  }

  /// The store is an older copy, and one database after the other is the newer one's already.
  @ParameterizedTest
  @MethodSource("sides")
  void aDatabaseThatANewerCrossfadeHasWrittenIsNotTouched(Side newer) throws Exception {
    String name = "newer_" + newer.spelled();
    String rest = "copy: {workers: 1}";
    LiveMigration.notRunYet(databases, name, rest, directory).close();
    try (LiveMigration begun = LiveMigration.again(databases, name, rest, directory)) {
      begun.migration().run();
    }
    databases.sql(newer, "UPDATE crossfade.version SET number = 99");
    String leases = databases.one(Side.SOURCE, LEASES) + databases.one(Side.TARGET, LEASES);
    assertTooOld(
        () -> LiveMigration.again(databases, name, rest, directory), "made by a newer Crossfade");
    assertThat(databases.one(Side.SOURCE, LEASES) + databases.one(Side.TARGET, LEASES))
        .isEqualTo(leases);
  }

  static List<Side> sides() {
    return List.of(Side.values());
  }

  private static void assertTooOld(ThrowingCallable start, String why) {
    assertThatThrownBy(start)
        .hasMessageContaining(why)
        .hasMessageContaining("Nothing was written")
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CROSSFADE_TOO_OLD));
  }
}
