package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Finding.Severity;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.model.Side;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What would go wrong for the application's mirrors is told in the plan, and only where there are
/// any.
class DualWritePlanIT {
  private final TwoDatabases databases = new TwoDatabases();

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
