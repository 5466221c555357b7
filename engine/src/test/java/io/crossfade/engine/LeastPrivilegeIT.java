package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Finding;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;
import io.crossfade.servers.PsqlScript;
import io.crossfade.servers.Rights;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The rights that the pages ask for are enough for everything, and exactly the files that they
/// name give them.
@Timeout(120)
class LeastPrivilegeIT {
  private static final SecretReferences NO_SECRETS = new SecretReferences(Map.of());

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void theScriptsOfThePagesGiveWhatAMigrationNeeds() throws SQLException {
    makeShop("lp_owner");
    for (String script : List.of("source.sql", "source.sql", "target.sql", "target.sql")) {
      Side side = script.startsWith("source") ? Side.SOURCE : Side.TARGET;
      PsqlScript.run(
          Rights.script(script),
          databases.url(side),
          Map.of("role", "lp mover", "owner", "lp_owner"));
    }
    Manifest manifest = manifest("least", "lp mover");
    assertThat(Preview.of(manifest, NO_SECRETS, InstantSource.system()).problems()).isEmpty();
    assertThat(Preview.of(manifest, NO_SECRETS, InstantSource.system()).findings())
        .extracting(Finding::mend)
        .noneMatch(mend -> mend.startsWith("GRANT"));
    thereAndBack(manifest);
  }

  /// As a cloud gives them: an administrator who is no superuser gives what he may give, and the
  /// right to replicate is a membership.
  @Test
  void anAdministratorOfACloudIsEnough() throws SQLException {
    makeShop("cloud_owner");
    for (Side side : Side.values()) {
      databases.sql(
          side,
          "CREATE ROLE rds_superuser CREATEROLE CREATEDB",
          "CREATE ROLE rds_replication",
          "GRANT pg_monitor, pg_signal_backend, rds_replication TO rds_superuser WITH ADMIN OPTION",
          "GRANT SET ON PARAMETER session_replication_role, deadlock_timeout TO rds_superuser WITH"
              + " GRANT OPTION",
          "CREATE ROLE admin LOGIN CREATEROLE CREATEDB",
          "GRANT rds_superuser TO admin",
          "ALTER DATABASE %s OWNER TO admin"
              .formatted(databases.one(side, "SELECT current_database()")),
          "REVOKE ALL ON SCHEMA public FROM PUBLIC",
          "ALTER SCHEMA public OWNER TO admin",
          "CREATE ROLE cloud_mover LOGIN",
          "SET ROLE admin",
          "GRANT CREATE ON DATABASE %s TO cloud_mover"
              .formatted(databases.one(side, "SELECT current_database()")),
          "GRANT USAGE, CREATE ON SCHEMA public TO cloud_mover");
    }
    databases.sql(
        Side.SOURCE,
        "GRANT cloud_owner TO cloud_mover",
        "GRANT USAGE ON SCHEMA public TO cloud_owner");
    Manifest manifest = manifest("clouded", "cloud_mover");

    assertThat(Preview.of(manifest, NO_SECRETS, InstantSource.system()).problems())
        .hasSize(4)
        .allSatisfy(
            p -> assertThat(p).containsAnyOf("may not replicate", "session_replication_role"));
    for (Side side : Side.values()) {
      databases.sql(
          side,
          "SET ROLE rds_superuser",
          "GRANT rds_replication TO cloud_mover",
          "GRANT SET ON PARAMETER session_replication_role TO cloud_mover");
    }
    assertThat(Preview.of(manifest, NO_SECRETS, InstantSource.system()).problems()).isEmpty();

    // what the membership means on that cloud, this server knows only as an attribute
    for (Side side : Side.values()) {
      databases.sql(side, "ALTER ROLE cloud_mover REPLICATION");
    }
    thereAndBack(manifest);
  }

  /// Where nobody may have that right, what has no triggers and no foreign keys moves all the same.
  @Test
  void withoutTheRightToWriteAsAReplicaOnlyPlainTablesMove() throws SQLException {
    makeShop("sql_owner");
    for (Side side : Side.values()) {
      databases.sql(
          side,
          "CREATE ROLE sql_mover LOGIN REPLICATION",
          "GRANT CREATE ON DATABASE %s TO sql_mover"
              .formatted(databases.one(side, "SELECT current_database()")),
          "GRANT USAGE, CREATE ON SCHEMA public TO sql_mover");
    }
    databases.sql(Side.SOURCE, "GRANT sql_owner TO sql_mover");
    assertThat(
            Preview.of(manifest("withheld", "sql_mover"), NO_SECRETS, InstantSource.system())
                .problems())
        .hasSize(2)
        .anySatisfy(p -> assertThat(p).contains("foreign keys on public.line", "docs/clouds.md"))
        .anySatisfy(p -> assertThat(p).contains("SOURCE", "foreign keys on public.orders"));

    databases.sql(
        Side.SOURCE,
        "ALTER TABLE line DROP CONSTRAINT line_orders_fkey",
        "DROP TRIGGER stamp ON orders");
    Manifest manifest = manifest("withheld", "sql_mover");
    Control.Plan plan = Preview.of(manifest, NO_SECRETS, InstantSource.system());
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.findings())
        .filteredOn(f -> f.what().startsWith("our role may not set session_replication_role"))
        .hasSize(2);
    thereAndBack(manifest);
  }

  private void thereAndBack(Manifest manifest) throws SQLException {
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest, store, directory)) {
      open.migration().run();
      assertThat(open.migration().plan().notes())
          .anyMatch(note ->
              note.contains(
                  "table public.stamped of function public.stamp(), whose body names it"));
      databases.sql(Side.TARGET, "CREATE TABLE stamped (id bigint PRIMARY KEY)");
      databases.sql(Side.SOURCE, "UPDATE orders SET note = 'there' WHERE id = 1");
      assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      databases.sql(
          Side.TARGET,
          "INSERT INTO orders (note) VALUES ('back')",
          "INSERT INTO line SELECT max(id), 1 FROM orders");
      assertThat(open.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(
              databases.column(
                  Side.SOURCE, "SELECT note FROM orders WHERE id = 1 OR note = 'back' ORDER BY id"))
          .containsExactly("there", "back");
      assertThat(databases.one(Side.SOURCE, "SELECT count(*) FROM stamped")).isEqualTo("0");
      assertThat(open.migration().verify(false).clean()).isTrue();
      open.migration().abort();
    }
    for (Side side : Side.values()) {
      assertThat(
              databases.column(
                  side, "SELECT nspname FROM pg_namespace WHERE nspname = 'crossfade'"))
          .isEmpty();
    }
  }

  /// With what needs rights of its own: a trigger that must not fire twice, a foreign key, row
  /// security, numbers.
  private void makeShop(String owner) throws SQLException {
    databases.sql(
        Side.SOURCE,
        "CREATE ROLE " + owner,
        "CREATE TABLE orders (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, note text)",
        "CREATE TABLE line (orders bigint REFERENCES orders, place int, PRIMARY KEY (orders,"
            + " place))",
        "CREATE TABLE stamped (id bigint PRIMARY KEY)",
        """
        CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO stamped VALUES (NEW.id); RETURN NEW; END'\
        """,
        "INSERT INTO orders (note) SELECT 'n' FROM generate_series(1, 3000)",
        "CREATE TRIGGER stamp AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION stamp()",
        "ALTER TABLE orders ENABLE ROW LEVEL SECURITY");
    for (String table : List.of("orders", "line", "stamped")) {
      databases.sql(Side.SOURCE, "ALTER TABLE %s OWNER TO %s".formatted(table, owner));
    }
  }

  private Manifest manifest(String migration, String role) {
    String text =
        databases
            .manifestText(migration, "tables: [public.orders, public.line]")
            .replace("user: " + Rights.ROLE, "user: \"" + role + "\"");
    return ManifestReader.parse("test.yaml", text, Path.of("."));
  }
}
