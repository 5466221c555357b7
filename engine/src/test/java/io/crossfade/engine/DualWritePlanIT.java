package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Finding.Severity;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What would go wrong for the application's mirrors is told in the plan, and only where there are
/// any.
class DualWritePlanIT {
  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void thePlanTellsWhatMirrorsWouldMeet() throws Exception {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE rate (id numeric PRIMARY KEY)",
        "CREATE TABLE customer (id int PRIMARY KEY, mail text UNIQUE)",
        "CREATE ROLE plan_writer",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON customer TO plan_writer");
    databases.sql(
        Side.TARGET,
        "CREATE TABLE client (id int PRIMARY KEY, mail text)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER acts AFTER INSERT ON client FOR EACH ROW EXECUTE FUNCTION f()",
        "DROP ROLE IF EXISTS plan_writer",
        "CREATE ROLE plan_writer");

    assertThat(findings("strategy: dual-write"))
        .extracting(f -> f.severity() + " " + f)
        .satisfiesExactlyInAnyOrder(
            f -> assertThat(f).startsWith("STOPS public.rate: two texts of its key column id"),
            f -> assertThat(f).startsWith("WARNS public.customer: two rows that exchange"),
            f -> assertThat(f).startsWith("WARNS public.client: its trigger acts"),
            f ->
                assertThat(f)
                    .as("by the name that the table has there")
                    .startsWith("WARNS role plan_writer on the TARGET")
                    .contains("may not SELECT, INSERT, UPDATE, DELETE public.client"));
    assertThat(findings("strategy: cdc")).isEmpty();
  }

  /// Told by `check`, and again by `run`, before anything is made.
  @ParameterizedTest
  @CsvSource({"MYSQL_8_0, MYSQL_8_0", "MARIADB_11_4, POSTGRESQL"})
  void mySqlHasNoPlaceForItYet(MySqlVersion from, String to) throws Exception {
    TwoDatabases elsewhere =
        new TwoDatabases(
            SharedMySql.newDatabase(from),
            to.equals("POSTGRESQL")
                ? SharedPostgres.newDatabase(18)
                : SharedMySql.newDatabase(MySqlVersion.valueOf(to)));
    elsewhere.sql(Side.SOURCE, "CREATE TABLE rate (id int PRIMARY KEY)");
    String schema = elsewhere.one(Side.SOURCE, "SELECT DATABASE()");
    String target =
        to.equals("POSTGRESQL") ? "public" : elsewhere.one(Side.TARGET, "SELECT DATABASE()");
    Manifest manifest =
        elsewhere.manifest(
            "not_both",
            """
            tables: ["%1$s.*"]
            mapping: {%1$s.rate: {to: %2$s.rate}}
            strategy: dual-write
            """
                .formatted(schema, target));

    assertThat(
            Preview.of(manifest, new SecretReferences(Map.of()), InstantSource.system()).findings())
        .filteredOn(f -> f.severity() == Severity.STOPS)
        .anySatisfy(f -> assertThat(f.toString()).contains("take strategy cdc"));
    try (BankMove move = new Bank(elsewhere).move(manifest, directory)) {
      assertThatThrownBy(move.migration()::run)
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED))
          .hasMessageContaining("take strategy cdc");
      move.migration().abort();
    }
  }

  private List<Finding> findings(String strategy) {
    String rest =
        "tables: [public.*]\nmapping: {public.customer: {to: public.client}}\n" + strategy;
    return Preview.of(
            databases.manifest("told", rest),
            new SecretReferences(Map.of()),
            InstantSource.system())
        .findings()
        .stream()
        .filter(f -> f.severity() == Severity.STOPS || f.severity() == Severity.WARNS)
        .filter(f -> f.where().startsWith("public.") || f.where().startsWith("role "))
        .toList();
  }
}
