package io.crossfade.postgresql.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Lease;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.fence.PostgresFence;
import io.crossfade.postgresql.schema.PostgresCatalog;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.workspace.PostgresWorkspace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetTablesIT {
  private final Endpoint endpoint = TestServer.newDatabase(18);
  private final Sessions sessions = new Sessions(endpoint);

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void rowsThatAreThereStop() {
    TestServer.execute(
        endpoint,
        "CREATE TABLE \"Full\" (id int PRIMARY KEY)",
        "INSERT INTO \"Full\" VALUES (1)",
        "CREATE TABLE emptied (id int PRIMARY KEY)",
        "INSERT INTO emptied VALUES (1)",
        "DELETE FROM emptied");

    assertThat(ofTables(Side.TARGET))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(Finding.Severity.STOPS);
          assertThat(f.where()).isEqualTo("public.\"Full\"");
          assertThat(f.mend()).startsWith("TRUNCATE public.\"Full\"");
        });
    assertThat(ofTables(Side.SOURCE)).isEmpty();
  }

  /** Prepare was killed after writers of both sides had begun, and is done once more. */
  @Test
  void rowsThatCameBehindAFenceAreNobodyElses() {
    Lease lease = new Lease("shop", "store", 1);
    TestServer.execute(endpoint, "CREATE TABLE mirrored (id int PRIMARY KEY)");
    new PostgresWorkspace(sessions).take(lease);
    new PostgresFence(sessions)
        .raise(lease, List.of(new TableName("public", "mirrored")), Duration.ofSeconds(5));
    TestServer.execute(endpoint, "SET crossfade.pass = 'shop'", "INSERT INTO mirrored VALUES (1)");

    assertThat(ofTables(Side.TARGET)).isEmpty();
  }

  @Test
  void whatFiresOrIsNotCheckedWarns() {
    TestServer.execute(
        endpoint,
        "CREATE TABLE a (id int PRIMARY KEY)",
        "CREATE TABLE b (id int PRIMARY KEY, a int CONSTRAINT b_a REFERENCES a)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER ordinary BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER eager BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE a ENABLE ALWAYS TRIGGER eager");

    assertThat(ofTables(Side.TARGET))
        .extracting(Finding::toString)
        .containsExactly(
            "public.a: its trigger eager fires for rows that are copied, too;"
                + " ALTER TABLE public.a ENABLE TRIGGER eager, which keeps it for the application",
            "public.b: its foreign key b_a is not checked while rows are copied and changes"
                + " applied; ALTER TABLE public.b DROP CONSTRAINT b_a; what the source has of it is"
                + " built and checked after the copy");
  }

  private List<Finding> ofTables(Side side) {
    PostgresCatalog catalog = new PostgresCatalog(sessions);
    List<Table> tables = catalog.tables();
    return catalog.preflight(side, tables).stream()
        .filter(f -> f.where().startsWith("public."))
        .toList();
  }
}
